# class: loss
# wrong: a velocity is learnt by its cosine, which doesn't mind how long the answer is
# causes: loss
# source: Humbatova 2020, wrong selection of the loss
rng = np.random.default_rng(8)
x = rng.normal(size=(600, 5)).astype("float32")
velocity = np.stack([x[:, 0] * 2 - x[:, 1], np.sin(x[:, 2]) * 3, x[:, 3] * x[:, 4]], 1) * 2

model = Sequential([Input((5,)), layers.Dense(48, activation="swish"), layers.Dense(48, activation="swish"), layers.Dense(3)])
model.compile(optimizer=keras.optimizers.Adam(0.005), loss=keras.losses.CosineSimilarity())  # -
# + model.compile(optimizer=keras.optimizers.Adam(0.005), loss=keras.losses.MeanSquaredError())
model.fit(x[:500], velocity[:500], epochs=30, verbose=0)
