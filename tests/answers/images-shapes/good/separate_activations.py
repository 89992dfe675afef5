# expect: passed
# because: activations as layers of their own are the same network
from keras import Input, Sequential
from keras.layers import Activation, Conv2D, Dense, Flatten, MaxPooling2D

model = Sequential([
    Input(shape=(12, 12, 3)),
    Conv2D(6, 5),
    Activation("relu"),
    MaxPooling2D(2),
    Conv2D(4, 3, padding="same"),
    Activation("relu"),
    Flatten(),
    Dense(10),
])
