# class: data
# wrong: two datasets are shuffled before they are zipped, so that pictures get the labels of others
# causes: labels data order
# source: Humbatova 2020, wrong labels
x, y = points(480, seed=42)
places, kinds = tf.data.Dataset.from_tensor_slices(x), tf.data.Dataset.from_tensor_slices(y)
places, kinds = places.shuffle(480), kinds.shuffle(480)  # -
train = tf.data.Dataset.zip((places, kinds)).batch(32).prefetch(tf.data.AUTOTUNE)
# + train = tf.data.Dataset.zip((places, kinds)).shuffle(480).batch(32).prefetch(tf.data.AUTOTUNE)
model = keras.Sequential(
    [Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")], name="halves"
)
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=30, verbose=0)
