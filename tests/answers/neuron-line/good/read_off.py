# expect: passed
# because: read off the picture, not exactly
w1, w2, b = -0.48, 1.0, -0.52

model = Sequential([
    Input(shape=(2,)),
    Dense(1, activation="sigmoid"),
])
model.set_weights([np.array([[w1], [w2]]), np.array([b])])
