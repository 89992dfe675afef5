# expect: passed
# because: the plain answer, layers in a list
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(10,)), Dense(5, activation="relu"), Dense(2, activation="softmax")])
