# expect: passed
# because: a training loop with a tape, logits, a wider thinking layer
import keras
import tensorflow as tf
from keras.layers import Add, Dense, LayerNormalization, MultiHeadAttention

tokens = keras.Input((15,))
x = placed(tokens)
for _ in range(2):
    x = LayerNormalization()(Add()([x, MultiHeadAttention(4, 8)(x, x, use_causal_mask=True)]))
    x = LayerNormalization()(Add()([x, Dense(32)(Dense(96, activation="relu")(x))]))
model = keras.Model(tokens, Dense(22)(x))
optimizer = keras.optimizers.Adam(0.005)
loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


@tf.function
def step(batch):
    with tf.GradientTape() as tape:
        loss = loss_of(batch[:, 1:], model(batch[:, :-1], training=True))
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)


data = tf.data.Dataset.from_tensor_slices(orders).shuffle(16_000, seed=1).batch(64, drop_remainder=True)
for epoch in range(5):
    for batch in data:
        step(batch)
