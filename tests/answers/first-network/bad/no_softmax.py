# expect: failed
# because: the output layer names no activation
# told: the second with 2 softmax units
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(10,)), Dense(5, activation="relu"), Dense(2)])
