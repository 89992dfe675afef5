# expect: failed
# because: the second convolution shrinks the picture
# told: which padding keeps the size the same
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

model = Sequential([
    Input(shape=(12, 12, 3)),
    Conv2D(6, 5),
    MaxPooling2D(2),
    Conv2D(4, 3),
    Flatten(),
    Dense(10),
])
