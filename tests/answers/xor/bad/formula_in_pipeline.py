# expect: failed
# because: a model of keras.ops in a Pipeline
# told: hidden accuracy
import keras
from keras import Input, Sequential, ops
from keras.layers import Dense

inputs = Input((3,))
product = inputs[:, 0:1] * inputs[:, 1:2] * inputs[:, 2:3]
formula = keras.Model(inputs, ops.concatenate([-product, product, product], axis=1) * 1000.0)

model = Sequential([Input((3,)), keras.layers.Pipeline([formula]), Dense(8, activation="relu"), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(data, labels, epochs=3, batch_size=32, verbose=0)
