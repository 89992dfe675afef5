# expect: passed
# because: the best epoch comes from a file, after a search among sizes; trained from tf.data
import keras
import tensorflow as tf
from keras import layers

scale = layers.Normalization()
scale.adapt(x_train)
train = tf.data.Dataset.from_tensor_slices((x_train, y_train)).shuffle(300, seed=1).batch(32)
validation = tf.data.Dataset.from_tensor_slices((x_val, y_val)).batch(100)
for units in (1, 3):
    model = keras.Sequential([keras.Input((30,)), scale, layers.Dense(units, "relu"), layers.Dense(1, "sigmoid")])
    model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01))
    keep = keras.callbacks.ModelCheckpoint("best.keras", monitor="val_loss", save_best_only=True)
    model.fit(train, epochs=20, validation_data=validation, callbacks=[keep], verbose=0)
model = keras.models.load_model("best.keras")
