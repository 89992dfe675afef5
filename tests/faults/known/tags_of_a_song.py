# class: output
# wrong: a song has several tags or none, and a softmax shares one whole among them
# causes: activation loss
# source: StackOverflow, multi-label classification with softmax and categorical_crossentropy
rng = np.random.default_rng(26)
x = rng.normal(0, 1, (800, 8)).astype("float32")
tags = (x @ rng.normal(0, 1, (8, 4)) + rng.normal(0, 0.2, (800, 4)) > 0).astype("float32")
model = Sequential([Input((8,)), layers.Dense(32, activation="relu")])
model.add(layers.Dense(4, activation="softmax"))  # -
# + model.add(layers.Dense(4, activation="sigmoid"))
loss = "categorical_crossentropy"  # -
# + loss = "binary_crossentropy"
model.compile(keras.optimizers.Adam(0.01), loss)
model.fit(x[:600], tags[:600], epochs=25, validation_data=(x[600:], tags[600:]), verbose=0)
