# expect: failed
# because: trained on all sevens, eights and nines, which nobody has
# told: Train on `few_x` and `few_y` alone
from keras.layers import RandomTranslation

model = Sequential([
    Input((12, 12, 1)), RandomTranslation(0.25, 0.25, fill_mode="constant"), make_body(), Dense(3, activation="softmax")
])
train(model, rest_x, rest_y - 7, epochs=40, rate=0.003)
