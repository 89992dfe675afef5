# expect: passed
# because: sine as an activation of its own
import keras
from keras import Input, Sequential, ops
from keras.layers import Dense

model = Sequential([Input((3,)), Dense(16, activation=ops.sin, kernel_initializer="he_uniform"), Dense(8, activation=lambda z: ops.sin(z)), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(data, labels, epochs=20, batch_size=32, verbose=0)
