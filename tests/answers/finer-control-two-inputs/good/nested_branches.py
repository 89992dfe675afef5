# expect: passed
# because: each branch is a Sequential model, one flattens what is flat, and TensorFlow's functions bend
import keras
import tensorflow as tf
from keras.layers import Dense, Flatten

inputs = {"numbers": keras.Input(shape=(3,)), "picture": keras.Input(shape=(64,))}
branches = [
    keras.Sequential([Flatten(), Dense(8, activation=tf.nn.relu)])(inputs["picture"]),
    keras.Sequential([Dense(8), keras.layers.ReLU()])(inputs["numbers"]),
]
head = keras.Sequential([Dense(1), keras.layers.Activation("sigmoid")])
model = keras.Model(inputs, head(keras.ops.concatenate(branches, axis=1)))
