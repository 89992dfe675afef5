# class: labels
# wrong: noisy copies are put after the rows, but each label is written twice in place
# causes: labels order data
# source: Humbatova 2020, wrong labels
rng = np.random.default_rng(6)
x, y = points(400)
more = x + rng.normal(0, 0.03, x.shape)
x = np.concatenate([x, more])
y = np.repeat(y, 2)  # -
# + y = np.tile(y, 2)

model = Sequential(
    [Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=20, batch_size=32, verbose=0)
