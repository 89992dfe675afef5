# expect: passed
# because: a stride for validation, from tf.data; one-hot labels and pictures as float32 rows
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense
from keras.utils import to_categorical

rows, ten = sorted_x.reshape(-1, 8, 8, 1).astype("float32"), to_categorical(sorted_y, 10)
held = np.zeros(len(rows), dtype=bool)
held[3::5] = True
x_fit, y_fit, x_val, y_val = tf.constant(rows[~held]), ten[~held], rows[held], ten[held]

model = Sequential([Input(shape=(8, 8, 1)), tf.keras.layers.Reshape((64,)), Dense(32, "relu"), Dense(10, "softmax")])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
val = tf.data.Dataset.from_tensor_slices((x_val, y_val)).batch(64)
model.fit(x_fit, y_fit, epochs=20, validation_data=val, verbose=0)
