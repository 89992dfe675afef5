# class: prediction
# wrong: training=True is written into the network, so each prediction drops half of the units
# causes: dropout prediction
# source: Humbatova 2020, wrong API usage
table, price = houses()
x, y = scaled(table), scaled(price)
inputs = Input((4,))
h = layers.Dense(16, activation="relu")(inputs)
h = layers.Dropout(0.5)(h, training=True)  # -
# + h = layers.Dropout(0.1)(h)
h = layers.Dense(8, activation="relu")(h)
h = layers.Dropout(0.5)(h, training=True)  # -
outputs = layers.Dense(1)(h)
model = Model(inputs, outputs)
model.compile(keras.optimizers.Adam(0.005), "mse")
model.fit(x, y, epochs=30, verbose=0)
answer = model.predict(x[:10], verbose=0)
