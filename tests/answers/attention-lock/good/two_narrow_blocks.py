# expect: passed
# because: two blocks of 24 units, with places of their own, from one-hot digits; logits
import keras
from keras import layers


def block(x):
    x = layers.LayerNormalization()(layers.Add()([x, layers.MultiHeadAttention(2, 12)(x, x)]))
    y = layers.Dense(24)(layers.Dense(48, activation="relu")(x))
    return layers.LayerNormalization()(layers.Add()([x, y]))


rows = keras.Input((8,), dtype="int32")
digits = layers.Embedding(10, 24)(rows)
places = layers.EinsumDense("abc,cd->abd", output_shape=(8, 24), bias_axes="bd", bias_initializer="random_normal")(digits)
x = block(block(places))
model = keras.Model(rows, layers.Dense(10)(x))
model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer=keras.optimizers.Adam(0.003)
)
model.fit(numbers, opened, epochs=10, batch_size=64, verbose=0)
