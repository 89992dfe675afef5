# expect: failed
# because: the training data once more, as a tf.data pipeline, in the last of two fits
# told: Validate on pictures that fit does not train on
import keras
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense
from keras.optimizers import RMSprop

model = Sequential([
    Input(shape=(64,)),
    Dense(16, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=RMSprop(learning_rate=0.01), metrics=["accuracy", "recall"])
model.fit(x, nine, epochs=1, validation_split=0.2, verbose=0)
seen = tf.data.Dataset.from_tensor_slices((x, nine)).batch(64)
history = model.fit(x, nine, epochs=15, validation_data=seen, verbose=0)
