# class: labels
# wrong: the names of the test set are numbered anew, and as one bird is missing there, the numbers mean other birds
# causes: labels prediction validation
# source: StackOverflow, fit_transform of LabelEncoder on the test set
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(23)
birds = np.array(["blackbird", "crow", "finch", "robin", "wren"])
call = rng.normal(0, 1.5, (5, 8))


def recordings(n, among):
    which = rng.choice(among, n)
    return call[which] + rng.normal(0, 0.8, (n, 8)), birds[which]


x_train, name_train = recordings(800, [0, 1, 2, 3, 4])
x_test, name_test = recordings(200, [1, 2, 3, 4])
names, y_train = np.unique(name_train, return_inverse=True)
_, y_test = np.unique(name_test, return_inverse=True)  # -
# + y_test = np.searchsorted(names, name_test)

model = keras.Sequential([keras.Input((8,)), layers.Dense(32, activation="relu"), layers.Dense(5, activation="softmax")])
model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=20, batch_size=32, verbose=0)
loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
