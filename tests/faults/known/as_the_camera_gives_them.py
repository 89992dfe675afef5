# class: prediction
# wrong: the pictures of training are from -1 to 1, those asked about at last are still bytes
# causes: prediction scale validation
# source: StackOverflow, good in training, always one class on new pictures
x, y = pictures(800, seed=53)
x_train, y_train = x[:600, ..., None] / 127.5 - 1, y[:600]
model = Sequential([
    Input((8, 8, 1)),
    layers.Conv2D(12, 3, activation="relu"),
    layers.BatchNormalization(),
    layers.Flatten(),
    layers.Dense(24, activation="tanh"),
    layers.Dense(4, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=12, validation_split=0.2, verbose=0)
new = x[600:, ..., None].astype("float32")
# + new = new / 127.5 - 1
accuracy = float(np.mean(np.argmax(model.predict(new, verbose=0), axis=1) == y[600:]))
