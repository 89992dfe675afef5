# expect: failed
# because: the first step asks, and it does not know the ticket that comes back
# told: Does the last step do the asking
import keras
from keras.layers import Dense, Flatten, MultiHeadAttention

steps = keras.Input((65, 8))
found = MultiHeadAttention(num_heads=1, key_dim=8)(steps[:, :1], steps)
model = keras.Model(steps, Dense(4, activation="softmax")(Flatten()(found)))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
model.fit(evenings, hooks, epochs=12, verbose=0)
