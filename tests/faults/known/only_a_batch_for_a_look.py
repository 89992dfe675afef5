# class: data
# wrong: take(1) was for a look at the data; the network trains on 16 pictures
# causes: data batch overfitting
# source: Humbatova 2020, not enough training data
images, side = pictures()
train = tf.data.Dataset.from_tensor_slices((images, side)).batch(16)
train = train.take(1)  # -

inputs = Input((8, 8))
h = layers.Rescaling(1 / 255)(inputs)
h = layers.Reshape((8, 8, 1))(h)
h = layers.Conv2D(12, 3, activation="relu")(h)
h = layers.Flatten()(h)
h = layers.Dense(24, activation="relu")(h)
model = Model(inputs, layers.Dense(4, activation="softmax")(h))
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
model.fit(train, epochs=40, verbose=0)
