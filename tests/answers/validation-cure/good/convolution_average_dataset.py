# expect: passed
# because: a convolution averaged over places, SpatialDropout2D, samples from tf.data, and the last weights loaded
import keras
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D, SpatialDropout2D

other = network(Dense(200, activation="relu"))
other.fit(x_train, y_train, epochs=3, validation_data=(x_val, y_val), verbose=0)

model = Sequential([
    Input((8, 8, 1)),
    Conv2D(8, 3, activation="relu"),
    SpatialDropout2D(0.4),
    MaxPooling2D(),
    Flatten(),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.003), metrics=["acc"])
train = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(857).batch(32)
history = model.fit(train, epochs=40, validation_data=(x_val, y_val), verbose=0)
model.save("last.keras")
model = keras.models.load_model("last.keras")
