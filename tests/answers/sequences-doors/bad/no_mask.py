# expect: failed
# because: fewer units make the state no firmer
# told: wrong after the wait
import keras
from keras import Input, Sequential
from keras.layers import SimpleRNN, Dense, Embedding

keras.utils.set_random_seed(3)
model = Sequential([
    Input(shape=(None,)),
    Embedding(3, 4),
    SimpleRNN(8),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(diaries, is_open, epochs=10, batch_size=32, verbose=0)
