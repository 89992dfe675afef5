# expect: failed
# because: the frozen body, whose digits were others, and which is large
# told: Which layer has the most
body.trainable = False
model = Sequential([body, Dense(3, activation="softmax")])
train(model, few_x, few_y - 7, epochs=40, rate=0.01)
