# why: the rate begins near 0 and grows
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
plan = keras.optimizers.schedules.CosineDecay(1e-5, 400, warmup_target=0.02, warmup_steps=60)
model.compile(keras.optimizers.Adam(plan), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
