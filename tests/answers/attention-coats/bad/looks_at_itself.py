# expect: failed
# because: the last step asks, and looks only at itself
# told: may it look at all steps
import keras
from keras.layers import Dense, Flatten, MultiHeadAttention

steps = keras.Input((65, 8))
last = steps[:, -1:]
found = MultiHeadAttention(num_heads=1, key_dim=8)(last, last)
model = keras.Model(steps, Dense(4, activation="softmax")(Flatten()(found)))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01))
model.fit(evenings, hooks, epochs=12, verbose=0)
