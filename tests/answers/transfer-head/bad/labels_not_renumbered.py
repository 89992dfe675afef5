# expect: failed
# because: three outputs, and labels up to nine
# told: label
cut = Sequential(network.layers[:-1])
cut.trainable = False
model = Sequential([cut, Dense(3, activation="softmax")])
train(model, few_x, few_y, epochs=40, rate=0.01)
