# expect: failed
# because: no Flatten, so Dense works on the channels alone
# told: MaxPooling2D and Flatten count
from keras import Input, Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D

model = Sequential([
    Input(shape=(12, 12, 3)),
    Conv2D(6, 5),
    MaxPooling2D(2),
    Conv2D(4, 3, padding="same"),
    Dense(10),
])
