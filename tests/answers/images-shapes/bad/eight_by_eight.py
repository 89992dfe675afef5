# expect: failed
# because: pictures of 8 by 8, padded, give the same table
# told: The inputs were colour pictures of 12 by 12 pixels
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

model = Sequential([
    Input(shape=(8, 8, 3)),
    Conv2D(6, 5, padding="same"),
    MaxPooling2D(2),
    Conv2D(4, 3, padding="same"),
    Flatten(),
    Dense(10),
])
