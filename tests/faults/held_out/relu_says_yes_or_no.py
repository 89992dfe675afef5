# class: output
# wrong: the probability of a class comes out of a relu
# causes: activation loss
# source: NeuraLint, DeepFD
X, Y = points(500, seed=4)
inputs = keras.Input(shape=(2,))
h = layers.Dense(16, activation="tanh")(inputs)
h = layers.Dense(16, activation="tanh")(h)
outputs = layers.Dense(1, activation="relu", bias_initializer=keras.initializers.Constant(-0.5))(h)  # -
# + outputs = layers.Dense(1, activation="sigmoid")(h)
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(X, Y, epochs=40, verbose=0)
