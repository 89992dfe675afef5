# expect: failed
# because: two trained layers, on top of the label of the nearest of the points that it was given
# told: already the answer
import keras
from keras import Input, Model, ops
from keras.layers import Dense

inputs = Input((3,))
known, near = data.astype("float32"), np.ravel(labels).astype("int32")
apart = ops.convert_to_tensor((known**2).sum(axis=1)) - 2 * ops.matmul(inputs, known.T)
nearest = ops.one_hot(ops.take(near, ops.argmin(apart, axis=1)), 2)
model = Model(inputs, Dense(2, activation="softmax")(Dense(8, activation="tanh")(nearest)))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(data, labels, epochs=3, verbose=0)
