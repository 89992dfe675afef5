# expect: failed
# because: the photographs are prepared by code that is not in the model
# told: The Lambda made them equal
model = Sequential([
    Input(shape=(8, 8, 1)), Flatten(), Dense(32, activation="relu"), Dense(10, activation="softmax")
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
model.fit(photos - photos.mean(axis=(1, 2), keepdims=True), labels, epochs=20, batch_size=32, verbose=0)
