# expect: failed
# because: the labels renumbered in another order
# told: Is output 0 for the seven
cut = Sequential(network.layers[:-1])
cut.trainable = False
model = Sequential([cut, Dense(3, activation="softmax")])
train(model, few_x, 9 - few_y, epochs=60, rate=0.01)
