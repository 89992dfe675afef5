# expect: failed
# because: trained on all sevens, eights and nines, which nobody has
# told: hidden pictures
from keras.layers import GlobalMaxPooling2D

model = Sequential([
    Input((12, 12, 1)), Conv2D(48, 5, activation="relu"), GlobalMaxPooling2D(), Dense(3, activation="softmax")
])
train(model, rest_x, rest_y - 7, epochs=40, rate=0.005)
