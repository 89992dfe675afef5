# class: labels
# wrong: three kinds are stored as booleans, which makes kind 2 a kind 1
# causes: labels data
# source: Humbatova 2020, wrong type of data
x, y = flowers()
y = y.astype("bool")  # -
# + y = y.astype("uint8")
train = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(450).batch(32)
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=30, verbose=0)
