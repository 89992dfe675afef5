# expect: failed
# because: forty epochs of SGD
# told: More epochs are not the cure here
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer="sgd", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(walks, uphill, epochs=40, batch_size=32, verbose=0)
