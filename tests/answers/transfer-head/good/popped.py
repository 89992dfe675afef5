# expect: passed
# because: the old head taken off the network itself, and another added to it
network.pop()
for layer in network.layers:
    layer.trainable = False
network.add(Dense(3, activation="softmax"))
model = network
train(model, few_x, few_y - 7, epochs=60, rate=0.01)
