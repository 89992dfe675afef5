# class: size
# wrong: the last layer is called on the inputs, so the hidden layers aren't part of the network
# causes: size activation plateau
# source: Humbatova 2020, wrong network architecture
rng = np.random.default_rng(13)
x = rng.uniform(-1, 1, (800, 2))
y = (x[:, 0] * x[:, 1] > 0).astype(int)

inputs = Input(shape=(2,))
hidden = layers.Dense(32, activation="relu")(inputs)
hidden = layers.Dense(32, activation="relu")(hidden)
outputs = layers.Dense(1, activation="sigmoid")(inputs)  # -
# + outputs = layers.Dense(1, activation="sigmoid")(hidden)
model = Model(inputs=inputs, outputs=outputs)
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x[:600], y[:600], epochs=25, validation_data=(x[600:], y[600:]), verbose=0)
