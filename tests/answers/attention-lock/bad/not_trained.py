# expect: failed
# because: the whole block, and no fit
# told: never trained
import keras
from keras.layers import Add, Dense, LayerNormalization, MultiHeadAttention

rows = keras.Input((8,))
x = placed(rows)
x = LayerNormalization()(Add()([x, MultiHeadAttention(2, 16)(x, x)]))
x = LayerNormalization()(Add()([x, Dense(32)(Dense(64, activation="relu")(x))]))
model = keras.Model(rows, Dense(10, activation="softmax")(x))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
