# expect: passed
# because: activations of TensorFlow
import keras
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input((3,)), Dense(16, activation=tf.nn.tanh), Dense(8, activation=tf.math.tanh), Dense(2, activation=tf.nn.softmax)])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
history = model.fit(data, labels, epochs=20, batch_size=32, verbose=0)
