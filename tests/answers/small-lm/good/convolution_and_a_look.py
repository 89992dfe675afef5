# expect: passed
# because: a causal convolution takes the note instead of the first look, and what was seen is joined and not added
import keras
from keras.layers import Concatenate, Conv1D, Dense, MultiHeadAttention

tokens = Input((15,))
x = placed(tokens)
x = Concatenate()([x, Conv1D(32, 4, padding="causal", activation="relu")(x)])
x = Concatenate()([x, MultiHeadAttention(4, 8)(x, x, use_causal_mask=True)])
x = Dense(48, activation="relu")(x)
model = Model(tokens, Dense(22, activation="softmax")(x))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.005))
model.fit(orders[:, :-1], orders[:, 1:], epochs=4, batch_size=64, verbose=0)
