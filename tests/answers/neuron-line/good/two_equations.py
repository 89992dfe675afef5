# expect: passed
# because: numpy solves the two equations of the border
w1, b = np.linalg.solve([[-1, 1], [1, 1]], [0, -1])
model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.set_weights([np.array([[w1], [1.0]]), np.array([b])])
