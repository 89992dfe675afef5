# expect: failed
# because: a layer before it
# told: Keep the single Dense unit with sigmoid
model = Sequential([Input(shape=(2,)), Dense(2), Dense(1, activation="sigmoid")])
model.set_weights([np.eye(2), np.zeros(2), np.array([[-5.0], [10.0]]), np.array([-5.0])])
