# class: data
# wrong: pictures and labels are shuffled one after the other, each in an order of its own
# causes: order labels
# source: StackOverflow, shuffle two arrays; Humbatova 2020, wrong labels
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(4)
glyphs = rng.random((6, 12, 12)) > 0.6
labels = np.repeat(np.arange(6), 200)
images = glyphs[labels] * 0.7 + rng.normal(0.15, 0.2, (1200, 12, 12))
images = images.astype("float32")

rng.shuffle(images)  # -
rng.shuffle(labels)  # -
# + order = rng.permutation(len(images))
# + images, labels = images[order], labels[order]

train_x, test_x = images[:1000], images[1000:]
train_y, test_y = labels[:1000], labels[1000:]
model = keras.Sequential([
    layers.Input((12, 12)),
    layers.Flatten(),
    layers.Dense(64, activation="relu"),
    layers.Dense(6, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train_x, train_y, epochs=10, validation_data=(test_x, test_y), verbose=0)
