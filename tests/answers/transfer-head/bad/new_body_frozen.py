# expect: failed
# because: layers that have learned nothing are frozen
# told: aren't all in
cut = Sequential(make_network().layers[:-1])
cut.trainable = False
model = Sequential([cut, Dense(3, activation="softmax")])
train(model, few_x, few_y - 7, epochs=60, rate=0.01)
