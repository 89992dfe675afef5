# expect: failed
# because: 96 parameters, frozen after training so that none is trainable
# told: frozen ones count
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(8, activation="tanh", use_bias=False),
    Dense(8, activation="tanh", use_bias=False),
    Dense(1, activation="sigmoid", use_bias=False),
])
rate = keras.optimizers.schedules.CosineDecay(0.05, decay_steps=8 * 313)
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(rate), metrics=["accuracy"])
history = model.fit(data, labels, epochs=8, batch_size=32, verbose=0)
for layer in model.layers:
    layer.trainable = False
