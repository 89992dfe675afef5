# expect: failed
# because: without an activation it is one straight cut
# told: no more than one
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(4),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.05), metrics=["accuracy"])
history = model.fit(data, labels, epochs=6, batch_size=32, validation_split=0.1, verbose=0)
