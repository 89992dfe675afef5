# class: data
# wrong: one mean and one spread for all columns (axis=None), so the small columns stay next to nothing beside the big one
# causes: scale data
# source: Keras questions on preprocessing layers; UMLAUT (inputs out of range)
keras.utils.set_random_seed(0)


def engines(n, seed):
    rng = np.random.default_rng(seed)
    speed = rng.uniform(800, 60000, n)
    vibration, play = rng.normal(0.05, 0.02, n), rng.normal(0.4, 0.1, n)
    faulty = ((vibration - 0.05) / 0.02) * ((play - 0.4) / 0.1) > 0
    return np.stack([speed, vibration, play], 1).astype("float32"), faulty.astype("int32")


x, y = engines(1000, 0)
normalise = layers.Normalization(axis=None)  # -
# + normalise = layers.Normalization(axis=-1)
normalise.adapt(x)

inputs = Input((3,))
h = layers.Dense(24, activation="relu")(normalise(inputs))
h = layers.Dense(24, activation="relu")(h)
outputs = layers.Dense(1, activation="sigmoid")(h)
model = Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, validation_split=0.2, epochs=25, batch_size=32, verbose=0)
