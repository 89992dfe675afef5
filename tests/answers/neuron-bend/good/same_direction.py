# expect: passed
# because: both units look the same way: one opens the band, the other one closes it
model = Sequential([
    Input(shape=(2,)),
    Dense(2, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.set_weights([
    np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([1.0, -1.0]),
    np.array([[50.0], [-2500.0]]), np.array([-1.0]),
])
