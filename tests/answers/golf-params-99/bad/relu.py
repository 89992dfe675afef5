# expect: failed
# because: ten relu units get nowhere near 99 %
# told: try more units, or larger steps at first
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(10, activation="relu"),
    Dense(1, activation="sigmoid"),
])
rate = keras.optimizers.schedules.CosineDecay(0.05, decay_steps=10 * 313)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])
history = model.fit(data, labels, epochs=10, batch_size=32, verbose=0)
