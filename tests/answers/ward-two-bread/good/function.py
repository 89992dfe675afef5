# expect: passed
# because: a function, whose shapes Keras brings together, and tanh
def bread(y_true, y_pred):
    short = y_true - y_pred
    return ops.mean(ops.maximum(0.9 * short, -0.1 * short), axis=-1)


model = Sequential([Input(shape=(3,)), Dense(24, activation="tanh"), Dense(24, activation="tanh"), Dense(1)])
model.compile(loss=bread, optimizer=Adam(0.01))
model.fit(days, asked, epochs=40, verbose=0)
