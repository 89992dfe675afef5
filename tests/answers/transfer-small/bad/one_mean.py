# expect: failed
# because: the mean over all places of a few filters, too few of them
# told: And does the loss still fall
from keras.layers import GlobalAveragePooling2D

model = Sequential([
    Input((12, 12, 1)), Conv2D(4, 3, activation="relu"), GlobalAveragePooling2D(), Dense(3, activation="softmax")
])
train(model, few_x, few_y - 7, epochs=60, rate=0.003)
