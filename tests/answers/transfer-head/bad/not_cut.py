# expect: failed
# because: a new head on top of the old one
# told: the old head is cut off
network.trainable = False
model = Sequential([network, Dense(3, activation="softmax")])
train(model, few_x, few_y - 7, epochs=60, rate=0.01)
