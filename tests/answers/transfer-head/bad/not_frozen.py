# expect: failed
# because: nobody froze the layers
# told: among the trainable parameters
model = Sequential([*network.layers[:-1], Dense(3, activation="softmax")])
train(model, few_x, few_y - 7, epochs=40, rate=0.001)
