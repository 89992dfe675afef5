# expect: failed
# because: the best that a cell of the lesson shows: four units without biases, and a rate that falls to 0 in four epochs
# told: over more epochs
import keras
from keras import Input, Sequential
from keras.layers import Dense

keras.utils.set_random_seed(0)
model = Sequential([
    Input(shape=(3,)),
    Dense(4, activation="tanh", use_bias=False),
    Dense(1, activation="sigmoid"),
])
falling = keras.optimizers.schedules.CosineDecay(0.1, decay_steps=4 * 250)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(falling), metrics=["accuracy"])
model.fit(data, labels, epochs=4, batch_size=32, validation_split=0.2, verbose=0)
