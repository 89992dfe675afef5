# expect: passed
# because: the lower edge first
model = Sequential([
    Input(shape=(2,)),
    Dense(2, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.set_weights([
    np.array([[-1.0, 1.0], [-1.0, 1.0]]), np.array([-1.0, -1.0]),
    np.array([[-50.0], [-50.0]]), np.array([1.0]),
])
