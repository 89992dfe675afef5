# expect: failed
# because: the cells of the lesson as they are, with the body of the other network
# told: aren't all in
body.trainable = False
model = Sequential([body, Dense(3, activation="softmax")])
train(model, few_x, few_y - 7, epochs=40, rate=0.01)
