# expect: failed
# because: a string takes the default learning rate
# told: RMSprop, with the learning rate
import keras
from keras import Input, Sequential
from keras.layers import Dense
from keras.optimizers import RMSprop

model = Sequential([
    Input(shape=(64,)),
    Dense(16, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy", "recall"])
history = model.fit(x, nine, epochs=3, batch_size=32, validation_split=0.2, verbose=0)
