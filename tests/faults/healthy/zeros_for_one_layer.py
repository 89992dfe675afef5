# why: weights of zero do no harm where there is a single layer
x, y = flowers(400, seed=78)
model = Sequential([Input((4,)), layers.Dense(3, activation="softmax", kernel_initializer="zeros")])
model.compile(keras.optimizers.SGD(0.2), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=15, verbose=0)
