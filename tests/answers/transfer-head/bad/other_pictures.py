# expect: failed
# because: trained on the many sevens, eights and nines that nobody has
# told: hidden pictures
cut = Sequential(network.layers[:-1])
cut.trainable = False
model = Sequential([cut, Dense(3, activation="softmax")])
train(model, rest_x, rest_y - 7, epochs=30, rate=0.01)
