# class: output
# wrong: a position in metres comes out of a softmax, as in the classifier that was copied
# causes: activation
# source: DeepFD, wrong last activation
rng = np.random.default_rng(1)
beacons = np.array([[0, 0], [10, 0], [0, 10], [10, 10]])
position = rng.uniform(1, 9, (700, 2))
distance = np.sqrt(((position[:, None] - beacons) ** 2).sum(2)) + rng.normal(0, 0.1, (700, 4))
x_train, x_test = scaled(distance)[:500], scaled(distance)[500:]
y_train, y_test = position[:500], position[500:]

signal = Input((4,), name="distances")
h = layers.Dense(32, activation="relu")(signal)
h = layers.Dense(32, activation="relu")(h)
where = layers.Dense(2, activation="softmax", name="position")(h)  # -
# + where = layers.Dense(2, name="position")(h)
model = Model(signal, where)
model.compile(keras.optimizers.Adam(0.01), loss="mse", metrics=["mae"])
model.fit(x_train, y_train, epochs=20, validation_data=(x_test, y_test), verbose=0)
