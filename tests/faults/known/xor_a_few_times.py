# class: time
# wrong: XOR's four rows are seen 100 times at a rate of 0.01, which is 100 small steps
# causes: rate underfitting stopping
# source: DeepFD, wrong learning rate
x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32")
y = np.array([[0], [1], [1], [0]], "float32")
model = Sequential()
model.add(layers.Dense(8, input_dim=2, activation="tanh"))
model.add(layers.Dense(1, activation="sigmoid"))
sgd = keras.optimizers.SGD(learning_rate=0.01)  # -
# + sgd = keras.optimizers.SGD(learning_rate=0.8, momentum=0.9)
model.compile(loss="binary_crossentropy", optimizer=sgd)
model.fit(x, y, batch_size=4, epochs=100, verbose=0)
