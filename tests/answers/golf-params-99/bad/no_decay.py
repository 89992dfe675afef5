# expect: failed
# because: four units at a steady rate stay below 99 %
# told: Let the learning rate fall to 0 with CosineDecay
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(4, activation="tanh"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.05), metrics=["accuracy"])
history = model.fit(data, labels, epochs=6, batch_size=32, validation_split=0.1, verbose=0)
