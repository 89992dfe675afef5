# expect: failed
# because: the windows are right, and the numbers of filters are not
# told: counts the filters
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

model = Sequential([
    Input(shape=(12, 12, 3)),
    Conv2D(8, 5),
    MaxPooling2D(2),
    Conv2D(4, 3, padding="same"),
    Flatten(),
    Dense(10),
])
