# expect: failed
# because: ten outputs, so that the labels may stay
# told: Three numbers
body.trainable = False
model = Sequential([body, Dense(10, activation="softmax")])
train(model, few_x, few_y, epochs=60, rate=0.01)
