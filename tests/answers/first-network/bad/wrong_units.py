# expect: failed
# because: 6 units make 80 parameters
# told: h for the unknown number of units
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(10,)), Dense(6, activation="relu"), Dense(2, activation="softmax")])
