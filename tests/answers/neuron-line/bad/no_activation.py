# expect: failed
# because: without sigmoid, z is compared with 0.5 as well
# told: Keep the single Dense unit with sigmoid
w1, w2, b = -5.0, 10.0, -5.0

model = Sequential([
    Input(shape=(2,)),
    Dense(1, activation=None),
])
model.set_weights([np.array([[w1], [w2]]), np.array([b])])
