# class: size
# wrong: the output is called on the inputs, so that the hidden layers hang in the air, and the model is a straight line
# causes: activation size
# source: StackOverflow, functional API with the wrong tensor; Humbatova 2020, wrong layer input
rng = np.random.default_rng(82)
chips = rng.normal(0, 1, (900, 4)).astype("float32")
speed = np.abs(chips[:, 0]) * 1.5 + chips[:, 1] * chips[:, 2] + rng.normal(0, 0.1, 900)

inputs = keras.Input(shape=(4,), name="chips")
hidden = layers.Dense(64, activation="relu")(inputs)
hidden = layers.Dense(64, activation="relu")(hidden)
outputs = layers.Dense(1)(inputs)  # -
# + outputs = layers.Dense(1)(hidden)
model = keras.Model(inputs=inputs, outputs=outputs)
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="mse", metrics=["mae"])
model.fit(chips[:700], speed[:700], validation_data=(chips[700:], speed[700:]), epochs=15, batch_size=32, verbose=0)
