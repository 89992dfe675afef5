# expect: passed
# because: logits, a penalty in both losses, and samples from tf.data
import keras
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense, Flatten

train = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(857).batch(32)
val = tf.data.Dataset.from_tensor_slices((x_val, y_val)).batch(100)
model = Sequential([Input((8, 8, 1)), Flatten(), Dense(128, activation="relu", kernel_regularizer="l2"), Dense(10)])
model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer=keras.optimizers.Adam(0.003)
)
keep = keras.callbacks.ModelCheckpoint("best.weights.h5", save_best_only=True, save_weights_only=True)
model.fit(train, epochs=40, validation_data=val, verbose=0, callbacks=[keep])
model.load_weights("best.weights.h5")
