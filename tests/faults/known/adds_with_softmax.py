# class: output
# wrong: a sum of two numbers is learnt through a softmax over one unit, which is always 1
# causes: activation
# source: DeepFD, wrong last activation
rng = np.random.default_rng(1)
x = rng.uniform(0, 5, (400, 2))
y = x.sum(axis=1)
model = keras.models.Sequential()
model.add(layers.Dense(20, input_shape=(2,), activation="relu"))
model.add(layers.Dense(20, activation="relu"))
model.add(layers.Dense(1, activation="softmax"))  # -
# + model.add(layers.Dense(1))
model.compile(loss="mean_squared_error", optimizer="adam", metrics=["mae"])
model.fit(x, y, epochs=60, batch_size=32, verbose=0)
