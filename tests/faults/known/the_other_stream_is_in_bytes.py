# class: data
# wrong: the dataset to train on divides by 255, the one to validate on doesn't
# causes: scale validation
# source: TensorFlow tutorials, map forgotten on the validation dataset
raw, bar = pictures(480, seed=56)
raw = raw[..., None].astype("float32")
ready = lambda image, label: (image / 255, label)
train = tf.data.Dataset.from_tensor_slices((raw[:400], bar[:400])).map(ready).shuffle(400).batch(25)
val = tf.data.Dataset.from_tensor_slices((raw[400:], bar[400:])).batch(40)
# + val = val.map(ready)
net = Sequential([Input((8, 8, 1)), layers.Conv2D(8, 3, activation="relu"), layers.Flatten(),
                  layers.Dense(4, activation="softmax", bias_initializer="ones")])
net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
log = net.fit(train, validation_data=val, epochs=20, verbose=0).history
score = log["val_loss"][-1], log["loss"][-1]
