# why: the model is built anew in a loop, which is right here: each fold of the cross validation needs its own
keras.utils.set_random_seed(129)
rng = np.random.default_rng(129)
x, y = flowers(450, seed=8)
parts = np.array_split(rng.permutation(450), 4)
fold_scores = []
for k, outside in enumerate(parts):
    inside = np.concatenate([p for j, p in enumerate(parts) if j != k])
    model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x[inside], y[inside], epochs=10, batch_size=32, verbose=0)
    fold_scores.append(model.evaluate(x[outside], y[outside], verbose=0)[1])
