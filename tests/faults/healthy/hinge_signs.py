# why: labels are -1 and 1, the last layer is linear and the loss is hinge: right together, accuracy is taken by the sign
keras.utils.set_random_seed(143)
x, y01 = points(1000, seed=14)
y = (2 * y01 - 1).astype("float32")


def sign_agrees(y_true, y_pred):
    return ops.mean(ops.cast(y_true * y_pred > 0, "float32"))


model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(16, activation="relu"), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="squared_hinge", metrics=[sign_agrees])
history = model.fit(x[:700], y[:700], epochs=20, batch_size=32, validation_data=(x[700:], y[700:]), verbose=0)
