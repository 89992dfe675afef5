# expect: passed
# because: data come as tf.data, and the best epoch is loaded from a file
import keras
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)
model = Sequential([Input(shape=(30,)), scale, Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
train = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(500, seed=1).batch(32)
val = tf.data.Dataset.from_tensor_slices((x_val, y_val)).batch(50)
keep = keras.callbacks.ModelCheckpoint("best.keras", monitor="val_loss", save_best_only=True)
model.fit(train, epochs=60, validation_data=val, verbose=0, callbacks=[keep])
model = keras.models.load_model("best.keras")
