# expect: failed
# because: relu has too few bends in a small network
# told: units that bend from the start
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(8, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.02), metrics=["accuracy"])
history = model.fit(data, labels, epochs=5, batch_size=32, validation_split=0.1, verbose=0)
