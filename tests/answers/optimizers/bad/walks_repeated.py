# expect: failed
# because: ten epochs, of the same walks eight times over
# told: samples trained on in all
import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(np.tile(walks, (8, 1)), np.tile(uphill, 8), epochs=10, verbose=0)
