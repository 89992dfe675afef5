# expect: failed
# because: small enough, but it borrows nothing
# told: aren't all in
from keras.layers import GlobalMaxPooling2D

model = Sequential([
    Input((12, 12, 1)), Conv2D(24, 5, activation="relu"), GlobalMaxPooling2D(), Dense(3, activation="softmax")
])
train(model, few_x, few_y - 7, epochs=100, rate=0.01)
