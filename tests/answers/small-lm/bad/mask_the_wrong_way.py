# expect: failed
# because: a mask that leaves the later words and hides the earlier ones
# told: Somewhere a place looks at a later one
import keras
from keras.layers import Add, Dense, LayerNormalization, MultiHeadAttention


later = np.triu(np.ones((1, 15, 15), bool))


def block(x):
    looked = MultiHeadAttention(4, 8)(x, x, attention_mask=later)
    x = LayerNormalization()(Add()([x, looked]))
    return LayerNormalization()(Add()([x, Dense(32)(Dense(64, activation="relu")(x))]))


tokens = Input((15,))
model = Model(tokens, Dense(22, activation="softmax")(block(block(placed(tokens)))))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.005))
model.fit(orders[:, :-1], orders[:, 1:], epochs=2, batch_size=64, verbose=0)
