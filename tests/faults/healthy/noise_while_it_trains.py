# why: more than half of the units are dropped and noise is added, so that training scores below validation; both are good
rng = np.random.default_rng(211)
phone = rng.integers(0, 5, 900)
formants = rng.normal(0, 1.3, (5, 12))
sound = (formants[phone] + rng.normal(0, 0.6, (900, 12))).astype("float32")
model = Sequential([
    Input((12,)),
    layers.GaussianNoise(1.0),
    layers.Dense(96, activation="relu"),
    layers.Dropout(0.6),
    layers.Dense(5, activation="softmax"),
])
model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(sound, phone, epochs=20, batch_size=32, validation_split=0.2, verbose=0)
