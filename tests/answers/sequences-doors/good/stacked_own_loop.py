# expect: passed
# because: two recurrent layers and a training loop of the learner's own
import keras
import numpy as np
from keras.layers import GRU, Dense, Embedding

model = keras.Sequential([
    keras.Input((None,)),
    Embedding(3, 4),
    GRU(8, return_sequences=True),
    GRU(4),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01))
for epoch in range(12):
    order = np.random.permutation(len(diaries))
    for start in range(0, len(order), 50):
        batch = order[start : start + 50]
        model.train_on_batch(diaries[batch], is_open[batch])
