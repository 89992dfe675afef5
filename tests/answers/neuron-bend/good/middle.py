# expect: passed
# because: both lines in the middle: together the units measure how far away it is
model = Sequential([
    Input(shape=(2,)),
    Dense(2, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.set_weights([
    np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([0.0, 0.0]),
    np.array([[-5.0], [-5.0]]), np.array([5.0]),
])
