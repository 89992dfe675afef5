# class: size
# wrong: no hidden layer has an activation, so that three layers draw a straight line through rings
# causes: activation size
# source: DeepFD, missing activation
rng = np.random.default_rng(6)
label = rng.integers(0, 2, 600)
radius, angle = 0.3 + 0.5 * label + rng.normal(0, 0.05, 600), rng.uniform(0, 6.28, 600)
x = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=-1)
inputs = Input((2,), name="place")
h = layers.Dense(32)(inputs)  # -
# + h = layers.Dense(32, activation="relu")(inputs)
h = layers.Dense(32)(h)  # -
# + h = layers.Dense(32, activation="relu")(h)
model = Model(inputs, layers.Dense(1, activation="sigmoid")(h))
model.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
model.fit(x, label, epochs=30, verbose=0)
