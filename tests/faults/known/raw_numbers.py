# class: output
# wrong: the last layer gives plain numbers, and the loss takes them for probabilities
# causes: activation loss
# source: StackOverflow, SparseCategoricalCrossentropy without from_logits on a linear layer
x, y = pictures(800, seed=23)
x = x / 255.0
model = Sequential([Input((8, 8)), layers.Flatten(), layers.Dense(48, activation="relu"), layers.Dense(4)])
loss = keras.losses.SparseCategoricalCrossentropy()  # -
# + loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile("adam", loss, metrics=["accuracy"])
model.fit(x[:600], y[:600], epochs=30, validation_data=(x[600:], y[600:]), verbose=0)
