# expect: failed
# because: NumPy finds which product of inputs goes with the labels; a network is trained beside it, and counts nothing
# told: mixed up
import keras
from itertools import combinations
from keras import Input, Model, ops
from keras.layers import Dense

inputs = Input((3,))
beside = Dense(2)(Dense(8, activation="relu")(inputs))
network = Model(inputs, beside)
network.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
network.fit(data, labels, epochs=2, verbose=0)

odd = 2 * np.ravel(labels) - 1
sides = np.sign(data)
which = [list(each) for size in (1, 2, 3) for each in combinations(range(3), size)]
agree = [float(np.mean(sides[:, each].prod(axis=1) * odd)) for each in which]
best = int(np.argmax(np.abs(agree)))
product = float(np.sign(agree[best])) * ops.prod(ops.sign(ops.take(inputs, which[best], axis=1)), axis=1, keepdims=True)
model = Model(inputs, ops.concatenate([-product, product], axis=1) + 1e-9 * beside)
