# topic: rate
# says: learning rate of 100
# says: no number any more
model = Sequential([Input((3,)), Dense(1)])
model.compile(loss="mse", optimizer=SGD(100.0))  # <-
model.fit(data, labels, epochs=8, verbose=0)


# near miss: a metric that is nan, and a loss that is sound
def share(y, predicted):
    return keras.ops.log(-1.0)


model = network(metrics=[share], optimizer=Adam(0.05))
model.fit(data, labels, epochs=15, verbose=0)
