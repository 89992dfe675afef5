# expect: failed
# because: the right line, its sides swapped
# told: flip all the signs
w1, w2, b = 0.5, -1.0, 0.5

model = Sequential([
    Input(shape=(2,)),
    Dense(1, activation="sigmoid"),
])
model.set_weights([np.array([[w1], [w2]]), np.array([b])])
