# expect: passed
# because: one wide head, and a training loop with a tape
import keras
import tensorflow as tf
from keras.layers import Add, Dense, LayerNormalization, MultiHeadAttention

rows = keras.Input((8,))
x = placed(rows)
x = LayerNormalization()(Add()([x, MultiHeadAttention(num_heads=1, key_dim=32)(x, x)]))
x = LayerNormalization()(Add()([x, Dense(32)(Dense(128, activation="relu")(x))]))
model = keras.Model(rows, Dense(10)(x))
optimizer = keras.optimizers.Adam(0.003)
loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(y, model(x, training=True))
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)


data = tf.data.Dataset.from_tensor_slices((numbers, opened)).shuffle(10_000, seed=1).batch(64)
for epoch in range(14):
    for x, y in data:
        step(x, y)
