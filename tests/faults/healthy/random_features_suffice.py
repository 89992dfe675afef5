# why: the wide hidden layer is frozen at random on purpose; a trained read-out of 400 features is enough
x, y = points(600, seed=77)
inputs = Input((2,))
wide = layers.Dense(400, activation="relu", trainable=False, kernel_initializer="random_normal", name="random")
wide.kernel_initializer = keras.initializers.RandomNormal(stddev=2.0)
wide.bias_initializer = keras.initializers.RandomUniform(-2, 2)
model = Model(inputs, layers.Dense(1, activation="sigmoid")(wide(inputs)))
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
