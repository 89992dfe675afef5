# expect: failed
# because: eleven features make 55 parameters too, if there are no biases
# told: Eleven features without biases
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(11,)), Dense(5, activation="relu", use_bias=False), Dense(2, activation="softmax")])
