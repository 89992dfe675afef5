# expect: failed
# because: a sixtieth of a turn is 6 degrees
# told: by as much as the hidden ones can be
from keras.layers import GlobalMaxPooling2D, RandomRotation

model = Sequential([
    Input((12, 12, 1)), RandomRotation(1 / 60, fill_mode="constant"),
    Conv2D(48, 5, activation="relu"), GlobalMaxPooling2D(), Dense(3, activation="softmax"),
])
train(model, few_x, few_y - 7, epochs=120, rate=0.005)
