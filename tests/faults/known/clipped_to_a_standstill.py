# class: rate
# wrong: the gradient is clipped to a length of a hundred-thousandth
# causes: rate
# source: Humbatova 2020, wrong gradient clipping
x, y = points()
model = Sequential([Input((2,)), layers.Dense(24, activation="tanh"), layers.Dense(2, activation="softmax")])
slow = keras.optimizers.SGD(0.5, clipnorm=1e-5)  # -
# + slow = keras.optimizers.SGD(0.5, clipnorm=10.0)
model.compile(slow, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=40, verbose=0)
