# class: data
# wrong: the training dataset is mapped to -1 to 1, the validation dataset forgotten
# causes: scale validation
# source: Humbatova 2020, missing preprocessing
x, y = pictures(400, seed=53)


def prepare(image, label):
    return tf.cast(image, tf.float32) / 127.5 - 1, label


train_ds = tf.data.Dataset.from_tensor_slices((x[:300], y[:300])).map(prepare).shuffle(300).batch(20)
val_ds = tf.data.Dataset.from_tensor_slices((x[300:], y[300:])).batch(20)  # -
# + val_ds = tf.data.Dataset.from_tensor_slices((x[300:], y[300:])).map(prepare).batch(20)
inputs = Input((8, 8))
h = layers.Flatten()(inputs)
h = layers.Dense(32, activation="relu")(h)
h = layers.BatchNormalization()(h)
model = Model(inputs, layers.Dense(4, activation="softmax")(h))
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train_ds, validation_data=val_ds, epochs=20, verbose=0)
