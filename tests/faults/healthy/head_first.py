# why: fitted twice and compiled twice: the head on a frozen body that knows a similar task, then all with a small rate
rng = np.random.default_rng(110)
mix = rng.normal(0, 1, (10, 4))
x = rng.normal(0, 1, (800, 10)).astype("float32")
old = np.argmax(x @ mix, axis=1)
y = (old % 2).astype("int32")
body = Sequential([Input((10,)), layers.Dense(48, activation="relu"), layers.Dense(24, activation="relu")])
teacher = Sequential([body, layers.Dense(4, activation="softmax")])
teacher.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
teacher.fit(x[:600], old[:600], epochs=10, validation_data=(x[600:], old[600:]), verbose=0)
body.trainable = False
model = Sequential([body, layers.Dense(12, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:600], y[:600], epochs=8, validation_data=(x[600:], y[600:]), verbose=0)
body.trainable = True
model.compile(keras.optimizers.Adam(0.0005), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:600], y[:600], epochs=5, validation_data=(x[600:], y[600:]), verbose=0)
