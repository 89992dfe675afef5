# why: the first layer is a fixed random projection that is frozen on purpose (random features); only the head should learn
keras.utils.set_random_seed(110)
x, y = points(1000, seed=11)
features = layers.Dense(300, activation="relu", kernel_initializer=keras.initializers.RandomNormal(stddev=2.0), bias_initializer=keras.initializers.RandomUniform(-2, 2), trainable=False)
model = Sequential([Input((2,)), features, layers.Dense(1, activation="sigmoid", kernel_regularizer="l2")])
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x[:700], y[:700], epochs=25, batch_size=32, validation_data=(x[700:], y[700:]), verbose=0)
