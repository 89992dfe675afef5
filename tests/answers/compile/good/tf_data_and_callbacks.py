# expect: passed
# because: tf.data, a Recall object with a name of its own, an optimizer class of its own, and callbacks
import keras
import tensorflow as tf
from keras import layers


class Careful(keras.optimizers.RMSprop):
    pass


train = tf.data.Dataset.from_tensor_slices((x[:1000], nine[:1000])).shuffle(1000, seed=1).batch(32)
unseen = tf.data.Dataset.from_tensor_slices((x[1000:], nine[1000:])).batch(64)
model = keras.Sequential([keras.Input((64,)), layers.Dense(32, tf.nn.relu), layers.Dense(1), layers.Activation("sigmoid")])
model.compile(
    optimizer=Careful(learning_rate=0.01),
    loss=keras.losses.binary_crossentropy,
    metrics=[keras.metrics.BinaryAccuracy(), keras.metrics.Recall(name="nines_found")],
)
slower = keras.callbacks.ReduceLROnPlateau(patience=1, factor=0.5, min_lr=0.001)
stop = keras.callbacks.EarlyStopping("val_loss", patience=8, restore_best_weights=True)
model.fit(train, validation_data=unseen, epochs=25, callbacks=[slower, stop], verbose=0)
