# expect: passed
# because: two masked SimpleRNNs, two softmax outputs with integer labels, RMSprop, and fewer epochs
import keras
from keras.layers import Dense, Embedding, SimpleRNN

model = keras.Sequential([
    keras.Input((None,)),
    Embedding(3, 6, mask_zero=True),
    SimpleRNN(12, return_sequences=True),
    SimpleRNN(6),
    Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.RMSprop(0.005))
model.fit(diaries, is_open, epochs=8, batch_size=16, verbose=0)
