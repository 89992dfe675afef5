# expect: failed
# because: the whole model, and no fit
# told: Too many of its orders
import keras
from keras.layers import Add, Dense, LayerNormalization, MultiHeadAttention


def block(x):
    looked = MultiHeadAttention(4, 8)(x, x, use_causal_mask=True)
    x = LayerNormalization()(Add()([x, looked]))
    return LayerNormalization()(Add()([x, Dense(32)(Dense(64, activation="relu")(x))]))


tokens = Input((15,))
model = Model(tokens, Dense(22, activation="softmax")(block(block(placed(tokens)))))
