# expect: failed
# because: ten outputs, so that the labels may stay
# told: three
from keras.layers import GlobalMaxPooling2D

model = Sequential([
    Input((12, 12, 1)), Conv2D(48, 5, activation="relu"), GlobalMaxPooling2D(), Dense(10, activation="softmax")
])
train(model, few_x, few_y, epochs=120, rate=0.005)
