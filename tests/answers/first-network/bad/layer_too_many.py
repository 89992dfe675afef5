# expect: failed
# because: three layers: the input was written as a Dense layer
# told: two Dense layers
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([
    Input(shape=(10,)),
    Dense(10, activation="relu"),
    Dense(5, activation="relu"),
    Dense(2, activation="softmax"),
])
