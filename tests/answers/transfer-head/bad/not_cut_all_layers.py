# expect: failed
# because: the layers in a new list, all of them
# told: with its 56 outputs, is in
model = Sequential([*network.layers, Dense(3, activation="softmax")])
for layer in model.layers[:-1]:
    layer.trainable = False
train(model, few_x, few_y - 7, epochs=100, rate=0.03)
