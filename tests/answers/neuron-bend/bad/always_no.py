# expect: failed
# because: a 0 for every point is right for more than half
# told: say no when either speaks
model = Sequential([
    Input(shape=(2,)),
    Dense(2, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.set_weights([
    np.array([[1.0, 0.0], [1.0, 0.0]]), np.array([-1.0, 0.0]),
    np.array([[-1.0], [0.0]]), np.array([-9.0]),
])
