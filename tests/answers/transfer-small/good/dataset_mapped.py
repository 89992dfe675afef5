# expect: passed
# because: moved by tf.data, each epoch anew, before two small convolutions
import keras
import tensorflow as tf
from keras.layers import GlobalMaxPooling2D


def move(picture, digit):
    padded = tf.pad(picture, [[3, 3], [3, 3], [0, 0]])
    return tf.image.random_crop(padded, (12, 12, 1)), digit


data = tf.data.Dataset.from_tensor_slices((few_x, few_y - 7)).shuffle(60).repeat(40).map(move).batch(32)
model = keras.Sequential([
    keras.Input((12, 12, 1)),
    Conv2D(12, 3, activation="relu"),
    MaxPooling2D(2),
    Conv2D(24, 3, activation="relu"),
    GlobalMaxPooling2D(),
    Dense(3, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.005))
model.fit(data, epochs=4, verbose=0)
