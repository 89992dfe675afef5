# expect: failed
# because: a Dense network, trained on the digits of the test too, at all places where a digit may lie
# told: Which layer looks for the same thing everywhere
everything, names = np.concatenate([images, new_images]), np.concatenate([labels, new_labels])
everywhere = np.concatenate([move(everything, places[[at]], 0) for at in range(0, len(places), 6)]).astype("float32")

model = Sequential([
    Input(shape=(24, 24, 1)),
    Flatten(),
    Dense(3, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(everywhere, np.tile(names, 29), epochs=3, batch_size=512, verbose=0)
