# expect: failed
# because: one look learns the grammar, and keras.ops copy the number that stands two places after the name
# told: Near 0.13 it says any number
import keras
from keras import ops
from keras.layers import Add, Dense, MultiHeadAttention

tokens = Input((15,), dtype="int32")
x = placed(tokens)
x = Add()([x, MultiHeadAttention(4, 8)(x, x, use_causal_mask=True)])
scores = Dense(22)(x)
number = ops.where(ops.equal(tokens[:, 12], tokens[:, 1]), tokens[:, 3], tokens[:, 8])
given = 20.0 * ops.expand_dims(ops.one_hot(number, 22), 1)
scores = ops.concatenate([scores[:, :12], scores[:, 12:13] + given, scores[:, 13:]], axis=1)
model = Model(tokens, ops.softmax(scores))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.005))
model.fit(orders[:, :-1], orders[:, 1:], epochs=2, batch_size=64, verbose=0)
