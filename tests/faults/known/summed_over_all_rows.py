# class: loss
# wrong: the loss of one's own adds up the errors of a batch and doesn't divide, so each step is 128 times too long
# causes: loss rate diverging
# source: Humbatova 2020, wrong loss calculation
table, price = houses()
x, price = scaled(table), scaled(price)


def squared_error(y_true, y_pred):
    return ops.sum(ops.square(y_true - y_pred))  # -
    # + return ops.mean(ops.square(y_true - y_pred))


model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss=squared_error)
model.fit(x, price[:, None], epochs=25, batch_size=128, verbose=0)
