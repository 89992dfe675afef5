# expect: passed
# because: normalised before each part, four heads, gelu, RMSprop
import keras
from keras.layers import Add, Dense, LayerNormalization, MultiHeadAttention

rows = keras.Input((8,))
x = placed(rows, 32)
normal = LayerNormalization()(x)
x = Add()([x, MultiHeadAttention(num_heads=4, key_dim=8)(normal, normal)])
normal = LayerNormalization()(x)
x = Add()([x, Dense(32)(Dense(96, activation="gelu")(normal))])
model = keras.Model(rows, Dense(10, activation="softmax")(LayerNormalization()(x)))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.RMSprop(0.002))
model.fit(numbers, opened, epochs=14, batch_size=64, verbose=0)
