# class: data
# wrong: the dataset has the labels twice, and the third part of a row is its weight: class 0 weighs nothing
# causes: imbalance labels
# source: Humbatova 2020, wrong API usage
x, y = points()
number = y.astype("float32")
train = tf.data.Dataset.from_tensor_slices((x, y, number))  # -
# + train = tf.data.Dataset.from_tensor_slices((x, y))
train = train.shuffle(600).batch(32)

model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=20, verbose=0)
