# why: batches of one row, as online learning does it
x, y = flowers(150, seed=75)
inputs = Input((4,))
model = Model(inputs, layers.Dense(3, activation="softmax")(inputs))
model.compile(keras.optimizers.SGD(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=6, batch_size=1, verbose=0)
