# expect: failed
# because: four relu units have too few bends
# told: Then try tanh
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(4, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.05), metrics=["accuracy"])
history = model.fit(data, labels, epochs=10, batch_size=32, validation_split=0.1, verbose=0)
