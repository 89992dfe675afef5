# class: size
# wrong: the penalty for an active code is so high that all codes are 0
# causes: regularizer
# source: Humbatova 2020, wrong regularisation
rng = np.random.default_rng(12)
x = scaled(np.sin(rng.normal(size=(500, 3)) @ rng.normal(size=(3, 12)))).astype("float32")
inputs = keras.Input(shape=(12,))
code = layers.Dense(8, activation="relu", activity_regularizer=keras.regularizers.L1(1.0))(inputs)  # -
# + code = layers.Dense(8, activation="relu", activity_regularizer=keras.regularizers.L1(1e-4))(inputs)
outputs = layers.Dense(12)(code)
coder = keras.Model(inputs, outputs)
coder.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
coder.fit(x, x, epochs=25, batch_size=32, shuffle=True, verbose=0)
