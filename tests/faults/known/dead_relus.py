# class: size
# wrong: biases of -10 keep all units of a relu at 0
# causes: initial activation standing
# source: DeepLocalize, dead units
x, y = points()
bias = keras.initializers.Constant(-10.0)  # -
# + bias = keras.initializers.Constant(0.0)
model = Sequential([Input((2,)), layers.Dense(32, activation="relu", bias_initializer=bias), layers.Dense(1)])
model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(x, y, epochs=20, verbose=0)
