# expect: failed
# because: two blocks without Add: a number that takes the note is no number any more
# told: does each number stay a number
import keras
from keras.layers import Add, Dense, LayerNormalization, MultiHeadAttention


def block(x):
    looked = MultiHeadAttention(4, 8)(x, x, use_causal_mask=True)
    x = LayerNormalization()(looked)
    return LayerNormalization()(Dense(32)(Dense(64, activation="relu")(x)))


tokens = Input((15,))
model = Model(tokens, Dense(22, activation="softmax")(block(block(placed(tokens)))))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.005))
model.fit(orders[:, :-1], orders[:, 1:], epochs=4, batch_size=64, verbose=0)
