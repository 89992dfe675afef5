# expect: failed
# because: the mean forgets the order; only the length was fixed
# told: is the order still there
import keras
from keras import Input, Sequential
from keras.layers import Dense, Embedding, GlobalAveragePooling1D

model = Sequential([
    Input(shape=(None,)),
    Embedding(3, 4),
    GlobalAveragePooling1D(),
    Dense(16, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(diaries, is_open, epochs=12, batch_size=32, validation_split=0.1, verbose=0)
