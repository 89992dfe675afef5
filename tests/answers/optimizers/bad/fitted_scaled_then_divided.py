# expect: failed
# because: trained on scaled walks, and the scale put into the weights by hand
# told: The weights were set outside of Keras's training
import keras
import numpy as np
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(0.05), loss="binary_crossentropy")
model.fit(walks / [1, 200], uphill, epochs=10, verbose=0)
kernel, bias = model.get_weights()
model.set_weights([kernel / np.array([[1], [200]]), bias])
