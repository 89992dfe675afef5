# topic: nan
# says: val_loss
# says: validation data
x_val = data[:8] / np.array([1, 1, np.nan], "float32")
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy")
model.fit(data, labels, validation_data=(x_val, labels[:8]), epochs=2, verbose=0)  # <-


# near miss: a metric of the validation that is nan
def share(y, predicted):
    return keras.ops.log(keras.ops.mean(y) - 1.0)


model = network(metrics=[share], optimizer=Adam(0.05))
model.fit(data[8:], labels[8:], validation_data=(data[:8], labels[:8]), epochs=15, verbose=0)
