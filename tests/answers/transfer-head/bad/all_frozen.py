# expect: failed
# because: the head is frozen with the rest
# told: Near 0.33 it is guessing
model = Sequential([*network.layers[:-1], Dense(3, activation="softmax")])
model.trainable = False
train(model, few_x, few_y - 7, epochs=40, rate=0.01)
