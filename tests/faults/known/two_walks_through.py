# class: prediction
# wrong: the test set is shuffled anew for each walk through it, so predictions and labels are in different orders
# causes: order prediction
# source: StackOverflow, predict_generator and shuffle, confusion matrix of chance; TensorFlow issues
import keras
import numpy as np
import tensorflow as tf
from keras import layers

rng = np.random.default_rng(94)
middle = rng.normal(0, 2, (4, 6))
label = rng.integers(0, 4, 1000)
x = (middle[label] + rng.normal(size=(1000, 6))).astype("float32")
train = tf.data.Dataset.from_tensor_slices((x[:800], label[:800])).shuffle(800).batch(32)
test = tf.data.Dataset.from_tensor_slices((x[800:], label[800:])).shuffle(200).batch(32)  # -
# + test = tf.data.Dataset.from_tensor_slices((x[800:], label[800:])).batch(32)

model = keras.Sequential([keras.Input((6,)), layers.Dense(32, activation="relu"), layers.Dense(4, activation="softmax")])
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, epochs=10, validation_data=test, verbose=0)

predicted = model.predict(test, verbose=0).argmax(axis=1)
true = np.concatenate([labels.numpy() for _, labels in test])
confusion = np.zeros((4, 4), int)
np.add.at(confusion, (true, predicted), 1)
accuracy = np.trace(confusion) / confusion.sum()
