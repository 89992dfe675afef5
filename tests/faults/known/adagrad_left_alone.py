# class: rate
# wrong: Adagrad by name has a rate of 0.001 that only gets smaller
# causes: rate underfitting
# source: DeepFD, wrong optimizer
x, y = points()
train = tf.data.Dataset.from_tensor_slices((x, y[:, None])).shuffle(600, seed=0).batch(16)
model = Sequential([layers.Dense(48, activation="relu"), layers.Dense(48, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adagrad", loss="binary_crossentropy", metrics=["accuracy"])  # -
# + model.compile(optimizer=keras.optimizers.Adagrad(0.1), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=20, verbose=0)
