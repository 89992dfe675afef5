# expect: failed
# because: three patients, out of tf.data, are no validation
# told: on 20 or more of them
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)
model = Sequential([Input(shape=(30,)), scale, Dense(4, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
three = tf.data.Dataset.from_tensor_slices((x_val[:3], y_val[:3])).repeat(40).batch(40)
model.fit(x_train, y_train, epochs=10, validation_data=three, verbose=0)
