# expect: failed
# because: an activation that multiplies the units with each other
# told: hidden accuracy
import keras
from keras import Input, Sequential, ops
from keras.layers import Dense

def odd(x):
    return ops.tile(ops.prod(x, axis=-1, keepdims=True), (1, 3)) * 100


model = Sequential([Input((3,)), Dense(3, activation=odd, kernel_initializer="identity"), Dense(8, activation="relu"), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(data, labels, epochs=20, batch_size=32, verbose=0)
