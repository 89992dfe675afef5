# class: network
# wrong: Dropout gets the share to keep, 0.95 of the old API, and takes it for the share to drop
# causes: dropout regularizer overfitting
# source: StackOverflow, keep_prob of TensorFlow 1 and rate of Keras
x, y = pictures(700, seed=41)
x = (x / 255.0)[..., None]
keep = 0.95
model = Sequential([Input((8, 8, 1)), layers.Conv2D(12, 3, activation="relu"), layers.MaxPooling2D(2), layers.Flatten()])
model.add(layers.Dropout(keep))  # -
# + model.add(layers.Dropout(1 - keep))
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dropout(keep))  # -
# + model.add(layers.Dropout(1 - keep))
model.add(layers.Dense(4, activation="softmax"))
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=25, validation_data=(x[500:], y[500:]), verbose=0)
