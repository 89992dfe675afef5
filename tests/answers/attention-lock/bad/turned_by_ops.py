# expect: failed
# because: keras.ops turn the wheels, and a Dense layer is trained to copy
# told: is a bare operation
import keras
from keras import ops
from keras.layers import Dense, Embedding, MultiHeadAttention

rows = keras.Input((8,), dtype="int32")
ends = ops.mod(rows[:, :4] + rows[:, 4:], 10)
x = Embedding(10, 16)(ops.concatenate([ends, ends], axis=1))
seen = MultiHeadAttention(1, 4)(x, x)
model = keras.Model(rows, Dense(10, activation="softmax")(ops.concatenate([x, seen], axis=-1)))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
model.fit(numbers, opened, epochs=4, verbose=0)
