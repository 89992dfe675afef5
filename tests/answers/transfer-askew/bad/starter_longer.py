# expect: failed
# because: the starter, far longer: sixty upright pictures by heart
# told: Does training show it turned pictures
from keras.layers import GlobalMaxPooling2D

model = Sequential([
    Input((12, 12, 1)), Conv2D(48, 5, activation="relu"), GlobalMaxPooling2D(), Dense(3, activation="softmax")
])
train(model, few_x, few_y - 7, epochs=300, rate=0.005)
