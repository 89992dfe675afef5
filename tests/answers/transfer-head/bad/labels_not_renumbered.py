# expect: failed
# because: three outputs, and labels up to nine
# told: label
body.trainable = False
model = Sequential([body, Dense(3, activation="softmax")])
train(model, few_x, few_y, epochs=40, rate=0.01)
