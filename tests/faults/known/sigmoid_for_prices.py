# class: output
# wrong: a sigmoid at the end can't go past 1, and prices do
# causes: activation
# source: DeepFD, wrong activation for regression
x, y = houses()
x = scaled(x)
inputs = Input((4,), name="house")
hidden = layers.Dense(32)(inputs)
hidden = layers.BatchNormalization()(hidden)
hidden = layers.Activation("relu")(hidden)
price = layers.Dense(1, activation=keras.activations.sigmoid)(hidden)  # -
# + price = layers.Dense(1, bias_initializer=keras.initializers.Constant(400.0))(hidden)
model = Model(inputs, price)
model.compile(optimizer=keras.optimizers.Adam(0.05), loss=keras.losses.MeanSquaredError())
model.fit(x, y, epochs=40, verbose=0)
