# expect: failed
# because: convolutions without biases
# told: weights, and a bias
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

model = Sequential([
    Input(shape=(12, 12, 3)),
    Conv2D(6, 5, use_bias=False),
    MaxPooling2D(2),
    Conv2D(4, 3, padding="same", use_bias=False),
    Flatten(),
    Dense(10),
])
