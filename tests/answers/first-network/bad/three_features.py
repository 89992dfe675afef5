# expect: failed
# because: the starter with 5 units: Input still says 3 features
# told: h for the unknown number of units
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(3,)), Dense(5, activation="relu"), Dense(2, activation="softmax")])
