# expect: failed
# because: there is no activation called rleu
# told: Did you mean 'relu'?
# line: 10
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential()
model.add(Input(shape=(10,)))
model.add(Dense(5, activation="rleu"))
model.add(Dense(2, activation="softmax"))
