# expect: failed
# because: the starter, far longer: sixty pictures by heart
# told: Does the network know that places make no difference
model = Sequential([
    Input(shape=(12, 12, 1)),
    Conv2D(4, 3, activation="relu"),
    MaxPooling2D(2),
    Flatten(),
    Dense(16, activation="relu"),
    Dense(3, activation="softmax"),
])
train(model, few_x, few_y - 7, epochs=300, rate=0.003)
