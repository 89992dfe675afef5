# expect: failed
# because: ten outputs, so that the labels may stay
# told: three
from keras.layers import RandomTranslation

model = Sequential([
    Input((12, 12, 1)), RandomTranslation(0.25, 0.25, fill_mode="constant"), make_body(), Dense(10, activation="softmax")
])
train(model, few_x, few_y, epochs=40, rate=0.003)
