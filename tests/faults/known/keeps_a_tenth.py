# class: size
# wrong: a dropout of 0.9 is meant to keep 0.9, as it did in TensorFlow 1, and keeps 0.1 of few units
# causes: dropout
# source: Humbatova 2020, wrong regularisation
x, y = flowers(360, seed=19)
keep_prob = 0.9
drop = keep_prob  # -
# + drop = 1 - keep_prob
model = Sequential()
model.add(Input((4,)))
model.add(layers.Dense(12, activation="relu"))
model.add(layers.Dropout(drop))
model.add(layers.Dense(12, activation="relu"))
model.add(layers.Dropout(drop))
model.add(layers.Dense(3, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, batch_size=16, validation_split=0.2, verbose=0)
