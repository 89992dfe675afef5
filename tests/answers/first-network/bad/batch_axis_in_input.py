# expect: failed
# because: the batch axis is in Input's shape, so a sample is a table of one row
# told: give it the shape (10,)
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(1, 10)), Dense(5, activation="relu"), Dense(2, activation="softmax")])
