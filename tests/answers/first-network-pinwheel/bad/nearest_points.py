# expect: failed
# because: the nearest of the points that it was given; a network is trained beside it, and counts nothing
# told: mixed up
import keras
from keras import Input, Model, ops
from keras.layers import Dense

inputs = Input((2,))
beside = Dense(3)(Dense(8, activation="relu")(inputs))
network = Model(inputs, beside)
network.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
network.fit(wheel, arms, epochs=1, verbose=0)

near = np.ravel(arms)
apart = ops.sum((ops.expand_dims(inputs, 1) - wheel.astype("float32")) ** 2, axis=2)
model = Model(inputs, ops.one_hot(ops.take(near, ops.argmin(apart, axis=1)), 3) + 1e-9 * beside)
