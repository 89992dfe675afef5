# expect: passed
# because: the same line, with surer answers
w1, w2, b = -5.0, 10.0, -5.0

model = Sequential([
    Input(shape=(2,)),
    Dense(1, activation="sigmoid"),
])
model.set_weights([np.array([[w1], [w2]]), np.array([b])])
