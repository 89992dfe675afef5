# expect: failed
# because: the same layers with new weights, of which all are trained
# told: aren't all in
model = Sequential([*make_network().layers[:-1], Dense(3, activation="softmax")])
train(model, few_x, few_y - 7, epochs=60, rate=0.003)
