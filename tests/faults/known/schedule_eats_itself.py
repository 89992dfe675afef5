# class: rate
# wrong: the schedule multiplies the rate it is given by 0.7 to the power of the epoch, over and over
# causes: rate
# source: Humbatova 2020, wrong learning rate schedule
X, Y = houses(400, seed=9)
X, Y = scaled(X), (Y - Y.mean()) / Y.std()


def lower(epoch, lr):
    return lr * 0.7**epoch  # -
    # + return lr * 0.97


model = Sequential()
model.add(Input((4,)))
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(1))
model.compile(optimizer=keras.optimizers.SGD(0.01), loss="mse")
model.fit(X, Y, epochs=40, callbacks=[keras.callbacks.LearningRateScheduler(lower)], verbose=0)
