# expect: failed
# because: 0 inside, 1 outside
# told: yes when both are silent
model = Sequential([
    Input(shape=(2,)),
    Dense(2, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.set_weights([
    np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([-1.0, -1.0]),
    np.array([[20.0], [20.0]]), np.array([-1.0]),
])
