# expect: failed
# because: the old head stays and is trained with the new one
# told: with its 56 outputs, is in
for layer in network.layers[:-1]:
    layer.trainable = False
model = Sequential([*network.layers, Dense(3, activation="softmax")])
train(model, few_x, few_y - 7, epochs=60, rate=0.01)
