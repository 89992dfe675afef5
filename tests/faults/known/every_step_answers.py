# class: loss
# wrong: return_sequences was left on: sixteen answers are compared with the one value
# causes: labels loss
# source: Humbatova 2020, wrong tensor shape
x, y = waves()
model = Sequential([Input((16, 1)), layers.GRU(16, return_sequences=True), layers.Dense(1)])  # -
# + model = Sequential([Input((16, 1)), layers.GRU(16), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), loss="mse")
model.fit(x, y, epochs=15, verbose=0)
