# expect: failed
# because: 60 epochs with the starter's kind of optimizer come first, and ten more after compiling again
# told: At most 10 epochs
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(walks, uphill, epochs=60, verbose=0)
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(walks, uphill, epochs=10, verbose=0)
