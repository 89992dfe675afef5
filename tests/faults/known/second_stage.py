# class: network
# wrong: the base is set trainable again after the first fit without compiling anew, so the second fit still trains the head only
# causes: frozen
# source: Keras transfer learning guide and StackOverflow: trainable changed after compile has no effect
keras.utils.set_random_seed(44)
rng = np.random.default_rng(44)
x, y = points(1200, seed=9)
base = Sequential([Input((2,)), layers.Dense(6, activation="tanh"), layers.Dense(6, activation="tanh"), layers.Dense(1, activation="tanh")], name="base")
base.trainable = False
inputs = Input((2,))
outputs = layers.Dense(1, activation="sigmoid")(base(inputs))
model = Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x[:800], y[:800], epochs=5, batch_size=32, verbose=0)
base.trainable = True  # -
# + base.trainable = True
# + model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x[:800], y[:800], epochs=30, batch_size=32, validation_data=(x[800:], y[800:]), verbose=0)
