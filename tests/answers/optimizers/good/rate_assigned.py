# expect: passed
# because: the rate is assigned after compiling, lowered between two fits, and the data come from tf.data
import keras
import tensorflow as tf
from keras.layers import Activation, Dense

data = tf.data.Dataset.from_tensor_slices((walks, uphill)).shuffle(5000, seed=1).batch(32)
model = keras.Sequential([keras.Input((2,)), Dense(1), Activation(tf.nn.sigmoid)])
model.compile("adam", loss=keras.losses.BinaryCrossentropy())
model.optimizer.learning_rate.assign(0.1)
model.fit(data, epochs=6, verbose=0)
model.optimizer.learning_rate.assign(0.01)
model.fit(data, epochs=4, verbose=0)
