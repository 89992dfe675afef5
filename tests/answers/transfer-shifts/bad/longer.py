# expect: failed
# because: the same sixty pictures, far longer
# told: Do your pictures move in training
model = Sequential([make_body(), Dense(3, activation="softmax")])
train(model, few_x, few_y - 7, epochs=200, rate=0.003)
