# expect: failed
# because: ten outputs, so that the labels may stay
# told: Three numbers for each picture
from keras.layers import GlobalMaxPooling2D, RandomRotation

model = Sequential([
    Input((12, 12, 1)), RandomRotation(60 / 360, fill_mode="constant"),
    Conv2D(48, 5, activation="relu"), GlobalMaxPooling2D(), Dense(10, activation="softmax"),
])
train(model, few_x, few_y, epochs=40, rate=0.005)
