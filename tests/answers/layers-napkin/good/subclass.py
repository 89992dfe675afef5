# expect: passed
# because: a class of its own, with the larger of both paths
import keras
import tensorflow as tf
from keras.layers import BatchNormalization, Dense, Dropout, Flatten, Maximum


class Napkin(keras.Model):
    def __init__(self):
        super().__init__()
        self.flat = Flatten()
        self.cut, self.squeezed = Dense(16, activation=tf.nn.relu), Dense(16, activation=tf.nn.tanh)
        self.join, self.normal, self.drop = Maximum(), BatchNormalization(), Dropout(0.3)
        self.outcome = Dense(10, activation=tf.nn.softmax)

    def call(self, picture, training=False):
        pixels = self.flat(picture)
        joined = self.join([self.cut(pixels), self.squeezed(pixels)])
        return self.outcome(self.drop(self.normal(joined, training=training), training=training))


model = Napkin()
model(tf.zeros((1, 8, 8, 1)))
