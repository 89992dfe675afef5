# expect: failed
# because: two layers cut off
# told: Is each of these layers in it
cut = Sequential(network.layers[:-2])
cut.trainable = False
model = Sequential([cut, Dense(3, activation="softmax")])
train(model, few_x, few_y - 7, epochs=60, rate=0.01)
