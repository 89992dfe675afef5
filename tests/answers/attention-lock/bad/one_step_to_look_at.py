# expect: failed
# because: all places are flattened into one step, so attention has only itself to look at, and each place has weights of its own
# told: rely on MultiHeadAttention
import keras
from keras.layers import Add, Dense, Embedding, Flatten, LayerNormalization, MultiHeadAttention, Reshape

digits = keras.Input(shape=(8,))
x = Reshape((1, 56))(Dense(56, activation="relu")(Flatten()(Embedding(10, 10)(digits))))
looked = MultiHeadAttention(num_heads=1, key_dim=16)(x, x)
x = LayerNormalization()(Add()([x, looked]))
thought = Dense(56)(Dense(48, activation="relu")(x))
x = LayerNormalization()(Add()([x, thought]))
model = keras.Model(digits, Dense(10, activation="softmax")(Reshape((8, 7))(x)))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.003))
model.fit(numbers, opened, epochs=40, batch_size=64, verbose=0)
