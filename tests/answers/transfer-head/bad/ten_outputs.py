# expect: failed
# because: ten outputs, so that the labels may stay
# told: Three numbers for each picture
cut = Sequential(network.layers[:-1])
cut.trainable = False
model = Sequential([cut, Dense(10, activation="softmax")])
train(model, few_x, few_y, epochs=60, rate=0.01)
