# expect: failed
# because: the right line of the lesson's next cell, which is for another question
# told: find two places that
w1, w2, b = 1.0, 0.0, 0.0

model = Sequential([
    Input(shape=(2,)),
    Dense(1, activation="sigmoid"),
])
model.set_weights([np.array([[w1], [w2]]), np.array([b])])
