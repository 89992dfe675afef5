# expect: failed
# because: one whole block, so one look
# told: is there a second look
import keras
from keras.layers import Add, Dense, LayerNormalization, MultiHeadAttention


def block(x):
    looked = MultiHeadAttention(4, 8)(x, x, use_causal_mask=True)
    x = LayerNormalization()(Add()([x, looked]))
    return LayerNormalization()(Add()([x, Dense(32)(Dense(64, activation="relu")(x))]))


tokens = Input((15,))
model = Model(tokens, Dense(22, activation="softmax")(block(placed(tokens))))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.005))
model.fit(orders[:, :-1], orders[:, 1:], epochs=4, batch_size=64, verbose=0)
