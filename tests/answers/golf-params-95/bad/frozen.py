# expect: failed
# because: 113 parameters, frozen after training so that none is trainable
# told: frozen ones count
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(8, activation="tanh"),
    Dense(8, activation="tanh"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.02), metrics=["accuracy"])
history = model.fit(data, labels, epochs=8, batch_size=32, validation_split=0.1, verbose=0)
model.trainable = False
