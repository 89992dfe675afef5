# class: loss
# wrong: a loss of its own takes the mean of differences, which falls without end
# causes: loss
# source: Humbatova 2020, wrong loss function calculation
x, y = houses()


def gap(y_true, y_pred):
    return ops.mean(y_pred - y_true)  # -
    # + return ops.mean((y_pred - y_true) ** 2)


model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile("adam", loss=gap)
model.fit(scaled(x), scaled(y), epochs=30, verbose=0)
