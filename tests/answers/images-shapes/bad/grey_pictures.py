# expect: failed
# because: one channel, where colour pictures have three
# told: The inputs were colour pictures
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

model = Sequential([
    Input(shape=(12, 12, 1)),
    Conv2D(6, 5),
    MaxPooling2D(2),
    Conv2D(4, 3, padding="same"),
    Flatten(),
    Dense(10),
])
