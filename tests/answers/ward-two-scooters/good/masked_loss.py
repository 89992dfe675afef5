# expect: passed
# because: a loss of its own that leaves out what isn't finite, before anything is computed with it
def known_only(y_true, y_pred):
    known = ops.isfinite(y_true)
    miss = ops.where(known, y_true, y_pred) - y_pred
    return ops.mean(ops.square(miss), axis=-1)


model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(32, activation="relu"), Dense(1)])
model.compile(loss=known_only, optimizer=Adam(0.005))
model.fit(rides, per_km, epochs=40, verbose=0)
