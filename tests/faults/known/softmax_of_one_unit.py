# class: output
# wrong: softmax over one unit is always 1
# causes: activation
# source: UMLAUT; DeepFD 44164749
x, y = points()
i = Input((2,))
o = layers.Dense(8, activation="relu")(i)
o = layers.Dense(1, activation="softmax")(o)  # -
# + o = layers.Dense(1, activation="sigmoid")(o)
model = Model(i, o)
model.compile(loss="mse", optimizer="sgd", metrics=["accuracy"])  # -
# + model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.02), metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
