# expect: passed
# because: turned by tf.data, before the model
import tensorflow as tf
from keras.layers import GlobalMaxPooling2D, RandomRotation

turn = RandomRotation(1 / 6, fill_mode="constant")
data = tf.data.Dataset.from_tensor_slices((few_x, few_y - 7)).shuffle(60).batch(30).repeat(30)
data = data.map(lambda x, y: (turn(x, training=True), y))
model = Sequential([
    Input((12, 12, 1)), Conv2D(48, 5, activation="relu"), GlobalMaxPooling2D(), Dense(3, activation="softmax")
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.005))
model.fit(data, epochs=4, verbose=0)
