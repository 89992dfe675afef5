# class: output
# wrong: several tags may be right at once, but a softmax with categorical cross entropy makes them compete
# causes: activation loss
# source: Stack Overflow questions on multi-label classification
keras.utils.set_random_seed(32)


def films(n, seed):
    rng = np.random.default_rng(seed)
    tags = (rng.random((n, 6)) < 0.45).astype("float32")
    mix = np.random.default_rng(3).normal(0, 1, (6, 15))
    return (tags @ mix + rng.normal(0, 0.4, (n, 15))).astype("float32"), tags


x, tags = films(1000, 0)
inputs = keras.Input((15,))
h = layers.Dense(48, activation="relu")(inputs)
h = layers.Dropout(0.1)(h)
outputs = layers.Dense(6, activation="softmax")(h)  # -
# + outputs = layers.Dense(6, activation="sigmoid")(h)
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(0.005),
              loss="categorical_crossentropy",  # -
              # + loss="binary_crossentropy",
              metrics=["binary_accuracy"])
model.fit(x, tags, epochs=20, batch_size=32, validation_split=0.2, verbose=0)
found = model.predict(films(100, 1)[0], verbose=0) > 0.5
