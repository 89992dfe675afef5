# expect: failed
# because: the frozen body, which has seen digits on their sides, and a head that has seen them upright only
# told: Does training show it turned pictures
body.trainable = False
model = Sequential([body, Dense(3, activation="softmax")])
train(model, few_x, few_y - 7, epochs=60, rate=0.01)
