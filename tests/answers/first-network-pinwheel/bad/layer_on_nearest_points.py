# expect: failed
# because: a trained layer that only passes on the arm of the nearest of the points that it was given
# told: already the answer
import keras
from keras import Input, Model, ops
from keras.layers import Dense

inputs = Input((2,))
apart = ops.sum((ops.expand_dims(inputs, 1) - wheel.astype("float32")) ** 2, axis=2)
arm = ops.one_hot(ops.take(np.ravel(arms), ops.argmin(apart, axis=1)), 3)
model = Model(inputs, Dense(3, activation="softmax")(arm))
model.compile(optimizer=keras.optimizers.Adam(0.1), loss="sparse_categorical_crossentropy")
model.fit(wheel, arms, epochs=20, verbose=0)
