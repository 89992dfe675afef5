# class: data
# wrong: __getitem__ makes its random generator anew, so each batch has the same 16 waves
# causes: data batch overfitting
# source: Humbatova 2020, wrong batch handling
x, y = waves(400)


class Waves(keras.utils.PyDataset):
    def __len__(self):
        return 25

    def __getitem__(self, number):
        rng = np.random.default_rng(0)  # -
        # + rng = np.random.default_rng(number)
        rows = rng.integers(0, 400, 16)
        return x[rows], y[rows]


model = keras.Sequential([
    Input((16, 1)),
    layers.Flatten(),
    layers.Dense(48, activation="relu"),
    layers.Dense(48, activation="relu"),
    layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="mse")
model.fit(Waves(), epochs=15, verbose=0)
