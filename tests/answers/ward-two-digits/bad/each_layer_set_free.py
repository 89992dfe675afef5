# expect: failed
# because: each layer is set free, and the step is still the old one
# told: what the first did
body = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(8, activation="relu"),
])
odd = Sequential([body, Dense(1, activation="sigmoid")])
odd.compile(loss="binary_crossentropy", optimizer=Adam(0.003))
odd.fit(pictures, digits % 2, epochs=15, verbose=0)

body.trainable = False
model = Sequential([body, Dense(10, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
rest = {"epochs": 30, "validation_split": 0.2, "verbose": 0}
model.fit(pictures, digits, **rest)

body.trainable = True
for layer in body.layers:
    layer.trainable = True
model.fit(pictures, digits, **rest)
