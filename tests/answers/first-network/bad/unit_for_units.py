# expect: failed
# because: Dense has no argument called unit
# told: it is called `units`
# line: 10
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential()
model.add(Input(shape=(10,)))
model.add(Dense(unit=5, activation="relu"))
model.add(Dense(unit=2, activation="softmax"))
