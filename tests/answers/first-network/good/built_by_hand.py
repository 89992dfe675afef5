# expect: passed
# because: without Input, but built for ten features
from keras import Sequential
from keras.layers import Dense

model = Sequential([Dense(5, "relu"), Dense(2, "softmax")])
model.build((None, 10))
