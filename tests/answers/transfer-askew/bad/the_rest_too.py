# expect: failed
# because: trained on all the other sevens, eights and nines, which nobody has
# told: hidden pictures
from keras.layers import GlobalMaxPooling2D, RandomRotation

model = Sequential([
    Input((12, 12, 1)), RandomRotation(60 / 360, fill_mode="constant"),
    Conv2D(48, 5, activation="relu"), GlobalMaxPooling2D(), Dense(3, activation="softmax"),
])
train(model, rest_x, rest_y - 7, epochs=30, rate=0.005)
