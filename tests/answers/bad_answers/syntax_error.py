# expect: failed
# because: the bracket is never closed
# line: 7
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(3,)),
    Dense(2, activation="softmax"),
