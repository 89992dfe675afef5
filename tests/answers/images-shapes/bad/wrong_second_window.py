# expect: failed
# because: the shapes are right, but the second window is 2 by 2
# told: Which window gives that count
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

model = Sequential([
    Input(shape=(12, 12, 3)),
    Conv2D(6, 5),
    MaxPooling2D(2),
    Conv2D(4, 2, padding="same"),
    Flatten(),
    Dense(10),
])
