# class: batches
# wrong: early stopping waits for a smaller accuracy, and stops as soon as there is none
# causes: stopping
# source: StackOverflow, EarlyStopping stops after a few epochs
rng = np.random.default_rng(102)
move = rng.integers(0, 4, 700)
sway = rng.normal(0, 0.4, (700, 24, 2)).astype("float32")
for s, m in zip(sway, move):
    begin = rng.integers(0, 14)
    s[begin : begin + 10, m // 2] += np.sin(np.arange(10) * (0.7 if m % 2 else 1.6))

model = Sequential([
    Input((24, 2)),
    layers.Conv1D(16, 7, activation="relu"),
    layers.GlobalMaxPooling1D(),
    layers.Dense(16, activation="relu"),
    layers.Dense(4, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", mode="min", patience=2)  # -
# + stop = keras.callbacks.EarlyStopping(monitor="val_accuracy", mode="max", patience=5)
model.fit(sway, move, validation_split=0.2, epochs=40, batch_size=32, callbacks=[stop], verbose=0)
