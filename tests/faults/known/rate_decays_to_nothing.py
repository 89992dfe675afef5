# class: rate
# wrong: the rate is halved every few steps and is next to nothing at once
# causes: rate
# source: Humbatova 2020, wrong learning rate schedule
x, y = points()
rate = keras.optimizers.schedules.ExponentialDecay(0.02, decay_steps=3, decay_rate=0.5)  # -
# + rate = keras.optimizers.schedules.ExponentialDecay(0.02, decay_steps=500, decay_rate=0.5)
model = Sequential([Input((2,)), layers.Dense(24, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(rate), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=40, verbose=0)
