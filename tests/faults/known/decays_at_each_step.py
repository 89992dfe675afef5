# class: rate
# wrong: a rate that is meant to fall once an epoch falls to 0.6 of itself at each step
# causes: rate
# source: Humbatova 2020, wrong learning rate schedule
x, y = pictures(320, seed=1)
x = x.reshape(-1, 64).astype("float32") / 255
schedule = keras.optimizers.schedules.ExponentialDecay(
    0.01,
    decay_steps=1,  # -
    # + decay_steps=200,
    decay_rate=0.6,
    staircase=True,
)
model = keras.Sequential([Input((64,)), layers.Dense(48, activation="relu"), layers.Dense(4, activation="softmax")])
model.compile(keras.optimizers.Adam(schedule), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
