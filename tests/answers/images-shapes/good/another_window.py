# expect: passed
# because: a window of 9 by 1 has as many weights as one of 3 by 3
from keras import Input, Sequential, layers

model = Sequential([
    Input(shape=(12, 12, 3)),
    layers.Conv2D(6, 5),
    layers.MaxPool2D(2),
    layers.Conv2D(4, (9, 1), padding="same"),
    layers.Flatten(),
    layers.Dense(10),
])
