# class: size
# wrong: all weights begin at 0, and a hidden relu never gets a gradient
# causes: initial
# source: Humbatova 2020 and DeepLocalize, wrong weights initialisation
rng = np.random.default_rng(40)
x = rng.normal(0, 1, (650, 6)).astype("float32")
y = np.argmax(x[:, :3] * x[:, 3:], axis=1)
start = "zeros"  # -
# + start = "he_normal"
inputs = Input((6,))
z = layers.Dense(64, activation="relu", kernel_initializer=start)(inputs)
z = layers.Dense(64, activation="relu", kernel_initializer=start)(z)
model = Model(inputs, layers.Dense(3, activation="softmax", kernel_initializer=start)(z))
model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=15, validation_data=(x[500:], y[500:]), verbose=0)
