# expect: passed
# because: separable convolutions in mixed precision, pictures shifted each time by tf.data, the maximum by keras.ops
import keras
import tensorflow as tf
from keras import layers, ops

half = keras.DTypePolicy("mixed_bfloat16")


def shift(picture, label):
    return tf.roll(picture, tf.random.uniform((2,), 0, 2, dtype="int32"), axis=(0, 1)), label


data = tf.data.Dataset.from_tensor_slices((moved, labels)).shuffle(1257).map(shift).batch(32)
inputs = keras.Input((24, 24, 1))
maps = layers.Conv2D(16, 5, activation=tf.nn.relu, dtype=half)(inputs)
maps = layers.SeparableConv2D(32, 3, activation="relu", dtype=half)(maps)
outputs = layers.Dense(10, dtype="float32")(ops.max(maps, axis=(1, 2)))
model = keras.Model(inputs, outputs)
model.compile(
    optimizer=keras.optimizers.Adam(0.01), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)
)
model.fit(data, epochs=15, verbose=0)
