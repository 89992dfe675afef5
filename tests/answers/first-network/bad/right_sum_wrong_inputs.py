# expect: failed
# because: 13 units on 2 features also make 67 parameters
# told: the number of inputs is not 10
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(13, activation="relu"), Dense(2, activation="softmax")])
