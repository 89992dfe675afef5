# expect: passed
# because: two heads and an Adam of its own rate; labels one-hot
import keras
import numpy as np
from keras.layers import Dense, Flatten, MultiHeadAttention

steps = keras.Input((65, 8))
found = MultiHeadAttention(num_heads=2, key_dim=4)(query=steps[:, 64:], value=steps)
outputs = Dense(4, activation="softmax")(Flatten()(found))
model = keras.Model(steps, outputs)
model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(0.015))
model.fit(evenings, np.eye(4)[hooks], epochs=20, verbose=0)
