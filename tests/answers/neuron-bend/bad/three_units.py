# expect: failed
# because: another unit
# told: Keep the network
model = Sequential([
    Input(shape=(2,)),
    Dense(3, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.set_weights([
    np.array([[1.0, -1.0, 0.0], [1.0, -1.0, 0.0]]), np.array([-1.0, -1.0, 0.0]),
    np.array([[-20.0], [-20.0], [0.0]]), np.array([1.0]),
])
