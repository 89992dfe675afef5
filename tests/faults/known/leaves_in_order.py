# class: data
# wrong: the table is in order of the species, and validation_split takes the last rows, all of one species
# causes: order validation
# source: StackOverflow, validation accuracy 0 with validation_split; Keras FAQ
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(31)
centre = np.array([[5.0, 3.4, 1.5, 0.2], [5.9, 2.8, 4.3, 1.3], [6.6, 3.0, 5.6, 2.0], [4.2, 2.2, 3.0, 2.8]])
species = np.repeat([0, 1, 2, 3], 120)
leaves = centre[species] + rng.normal(0, 0.35, (480, 4))
leaves = (leaves - leaves.mean(axis=0)) / leaves.std(axis=0)
species = keras.utils.to_categorical(species)
# + order = rng.permutation(480)
# + leaves, species = leaves[order], species[order]

model = keras.Sequential([
    layers.Input((4,)),
    layers.Dense(16, activation="relu"),
    layers.Dense(4, activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="categorical_crossentropy", metrics=["accuracy"])
history = model.fit(leaves, species, validation_split=0.25, epochs=20, batch_size=16, verbose=0)
