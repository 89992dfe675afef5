# expect: failed
# because: padding where the first convolution has none
# told: At how many places does a window fit
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

model = Sequential([
    Input(shape=(12, 12, 3)),
    Conv2D(6, 5, padding="same"),
    MaxPooling2D(2),
    Conv2D(4, 3, padding="same"),
    Flatten(),
    Dense(10),
])
