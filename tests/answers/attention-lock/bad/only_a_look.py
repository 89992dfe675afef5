# expect: failed
# because: attention without the rest of the block, trained for as long
# told: one of these is missing
import keras
from keras.layers import Dense, MultiHeadAttention

rows = keras.Input((8,))
x = placed(rows)
x = MultiHeadAttention(num_heads=2, key_dim=16)(x, x)
model = keras.Model(rows, Dense(10, activation="softmax")(x))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.003))
model.fit(numbers, opened, epochs=12, batch_size=64, verbose=0)
