# why: the wide layer is random and stays so on purpose (an extreme learning machine); only the head learns
x, y = points(900, 81)
spread = keras.initializers.RandomNormal(stddev=2.5)
hidden = layers.Dense(400, activation="tanh", kernel_initializer=spread, bias_initializer=spread, trainable=False)
model = Sequential([Input((2,)), hidden, layers.Dense(1, activation="sigmoid", kernel_regularizer=keras.regularizers.L2(1e-4))])
model.compile(keras.optimizers.Adam(0.03), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:700], y[:700], epochs=30, validation_data=(x[700:], y[700:]), verbose=0)
