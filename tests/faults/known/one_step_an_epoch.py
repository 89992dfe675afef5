# class: time
# wrong: steps_per_epoch=1 shows it one batch in each epoch
# causes: batch underfitting
# source: Humbatova 2020, wrong batch handling
x, y = points()
data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(600, seed=2).batch(32).repeat()
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(2, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(data, epochs=20, steps_per_epoch=1, verbose=0)  # -
# + model.fit(data, epochs=40, steps_per_epoch=60, verbose=0)
