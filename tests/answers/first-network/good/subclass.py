# expect: passed
# because: a class of its own, called once so that it is built
import keras
import tensorflow as tf
from keras.layers import Dense


class Network(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = Dense(5, activation=tf.nn.relu)
        self.diagnosis = Dense(2, activation=tf.nn.softmax)

    def call(self, patients):
        return self.diagnosis(self.hidden(patients))


model = Network()
model(tf.zeros((1, 10)))
