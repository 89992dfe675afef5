# expect: failed
# because: the digits themselves as eight outputs, and an error as the loss
# told: ten numbers, one for each digit
import keras
from keras.layers import Add, Dense, Flatten, LayerNormalization, MultiHeadAttention

rows = keras.Input((8,))
x = placed(rows)
x = LayerNormalization()(Add()([x, MultiHeadAttention(2, 16)(x, x)]))
x = LayerNormalization()(Add()([x, Dense(32)(Dense(64, activation="relu")(x))]))
model = keras.Model(rows, Flatten()(Dense(1)(x)))
model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.003))
model.fit(numbers, opened, epochs=6, batch_size=64, verbose=0)
