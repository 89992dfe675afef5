# expect: failed
# because: the old head, which knows other digits, trained on
# told: Three numbers for each picture
for layer in network.layers[:-1]:
    layer.trainable = False
model = network
train(model, few_x, few_y - 7, epochs=40, rate=0.01)
