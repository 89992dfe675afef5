# expect: passed
# because: trained from a tf.data pipeline
import keras
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(16, activation="tanh"),
    Dense(16, activation="tanh"),
    Dense(2, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
batches = tf.data.Dataset.from_tensor_slices((data, labels)).shuffle(10_000, seed=1).batch(32)
history = model.fit(batches, epochs=20, verbose=0)
