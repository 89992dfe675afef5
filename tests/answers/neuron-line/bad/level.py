# expect: failed
# because: a level line is right for most
# told: find two places that
w1, w2, b = 0.0, 1.0, -0.5

model = Sequential([
    Input(shape=(2,)),
    Dense(1, activation="sigmoid"),
])
model.set_weights([np.array([[w1], [w2]]), np.array([b])])
