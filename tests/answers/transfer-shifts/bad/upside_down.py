# expect: failed
# because: turned, and not moved
# told: Do your pictures move
from keras.layers import RandomRotation

model = Sequential([Input((12, 12, 1)), RandomRotation(0.5), make_body(), Dense(3, activation="softmax")])
train(model, few_x, few_y - 7, epochs=80, rate=0.003)
