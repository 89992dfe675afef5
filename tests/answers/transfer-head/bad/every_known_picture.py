# expect: failed
# because: it learns from all sevens, eights and nines of the setup, each six times, and not from the sixty of few_x
# told: hidden pictures
cut = Sequential(network.layers[:-1])
cut.trainable = False
more_x, more_y = placed(np.tile(new, (6, 1, 1, 1))), np.tile(new_names, 6)

model = Sequential([cut, Dense(3, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
history = model.fit(more_x, more_y - 7, epochs=25, verbose=0)
