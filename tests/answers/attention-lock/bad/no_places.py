# expect: failed
# because: the whole block, and no step knows its place
# told: does each step know its place
import keras
from keras.layers import Add, Dense, Embedding, LayerNormalization, MultiHeadAttention

rows = keras.Input((8,))
x = Embedding(10, 32)(rows)
x = LayerNormalization()(Add()([x, MultiHeadAttention(2, 16)(x, x)]))
x = LayerNormalization()(Add()([x, Dense(32)(Dense(64, activation="relu")(x))]))
model = keras.Model(rows, Dense(10, activation="softmax")(x))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.003))
model.fit(numbers, opened, epochs=6, batch_size=64, verbose=0)
