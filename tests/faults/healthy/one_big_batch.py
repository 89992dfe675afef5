# why: a learning rate of 0.5 is right for plain full-batch logistic regression on standardized inputs, and one batch per epoch is meant
keras.utils.set_random_seed(102)
rng = np.random.default_rng(102)
n = 700
x = rng.normal(0, 1, (n, 8)).astype("float32")
y = (x @ rng.normal(0, 1, 8) + rng.normal(0, 0.5, n) > 0).astype("float32")
model = Sequential([Input((8,)), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.SGD(0.5), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x[:500], y[:500], epochs=80, batch_size=500, validation_data=(x[500:], y[500:]), verbose=0)
