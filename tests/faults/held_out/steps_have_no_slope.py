# class: size
# wrong: units that say 0 or 1 have no gradient, and the layer before them never learns
# causes: activation gradient frozen
# source: AutoTrainer, vanishing gradient
def step(x):
    return ops.cast(x > 0, "float32")


rng = np.random.default_rng(25)
x = rng.uniform(-1, 1, (900, 2)).astype("float32")
y = (np.abs(x).max(1) > 0.7).astype("int32")

inputs = Input((2,))
h = layers.Dense(16, activation=step)(inputs)  # -
# + h = layers.Dense(16, activation="tanh")(inputs)
outputs = layers.Dense(1, activation="sigmoid")(h)
model = Model(inputs, outputs)
model.compile(keras.optimizers.Adam(0.03), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:600], y[:600], epochs=30, verbose=0)
