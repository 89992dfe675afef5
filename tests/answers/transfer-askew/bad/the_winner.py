# expect: failed
# because: the lesson's winner, pasted: it moves pictures, and turns none
# told: Does training show it turned pictures
from keras.layers import RandomTranslation

model = Sequential([
    Input(shape=(12, 12, 1)),
    RandomTranslation(0.25, 0.25, fill_mode="constant", interpolation="nearest"),
    make_body(),
    Dense(3, activation="softmax"),
])
train(model, few_x, few_y - 7, epochs=120, rate=0.003)
