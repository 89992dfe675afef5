# expect: failed
# because: all steps ask, and a Dense layer has weights for each of them
# told: Where are most of the parameters?
import keras
from keras.layers import Dense, Flatten, MultiHeadAttention

steps = keras.Input((65, 8))
found = MultiHeadAttention(num_heads=1, key_dim=8)(steps, steps)
model = keras.Model(steps, Dense(4, activation="softmax")(Flatten()(found)))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
model.fit(evenings, hooks, epochs=12, verbose=0)
