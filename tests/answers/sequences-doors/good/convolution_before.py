# expect: passed
# because: one-hot steps, a causal convolution in front of an LSTM, tf.data and EarlyStopping
import keras
import tensorflow as tf
from keras import layers

train = tf.data.Dataset.from_tensor_slices((diaries[:900], is_open[:900])).shuffle(900, seed=1).batch(32)
unseen = tf.data.Dataset.from_tensor_slices((diaries[900:], is_open[900:])).batch(100)
steps = keras.Input((None,), dtype="int32")
x = layers.CategoryEncoding(num_tokens=3, output_mode="one_hot")(layers.Reshape((-1, 1))(steps))
x = layers.Conv1D(8, 2, padding="causal", activation=tf.nn.relu)(x)
x = layers.GRU(12)(x)
model = keras.Model(steps, layers.Dense(1, activation="sigmoid")(x))
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01))
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
model.fit(train, validation_data=unseen, epochs=15, callbacks=[stop], verbose=0)
