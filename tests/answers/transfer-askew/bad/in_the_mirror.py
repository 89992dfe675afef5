# expect: failed
# because: another augmentation, which shows nothing of what hidden pictures are like
# told: Does training show it turned pictures
from keras.layers import GlobalMaxPooling2D, RandomFlip

model = Sequential([
    Input((12, 12, 1)), RandomFlip("horizontal"),
    Conv2D(48, 5, activation="relu"), GlobalMaxPooling2D(), Dense(3, activation="softmax"),
])
train(model, few_x, few_y - 7, epochs=120, rate=0.005)
