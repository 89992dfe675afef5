# expect: failed
# because: momentum has one rate for both weights, too
# told: an optimizer with a rate for each weight
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.SGD(0.001, momentum=0.9, nesterov=True), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(walks, uphill, epochs=10, batch_size=32, verbose=0)
