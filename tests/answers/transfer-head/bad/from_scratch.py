# expect: failed
# because: a new network, of which all is trained
# told: Is it the trained body
model = Sequential([make_body(), Dense(3, activation="softmax")])
train(model, few_x, few_y - 7, epochs=60, rate=0.003)
