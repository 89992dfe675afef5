# expect: passed
# because: a function of the learner's own, called fit, with momentum and the bias as a third weight
import keras
def fit(x, y, rate=3.0, steps=400):
    """Gradient descent with momentum."""
    theta, speed = np.random.normal(0, 0.1, 3), np.zeros(3)
    design = np.c_[x, np.ones(len(x))]
    for _ in range(steps):
        speed = 0.8 * speed - rate * design.T @ (1 / (1 + np.exp(-design @ theta)) - y) / len(y)
        theta = theta + speed
    return theta
theta = fit(points, side)
model = keras.Sequential()
model.add(keras.Input((2,)))
model.add(keras.layers.Dense(1))
model.add(keras.layers.Activation("sigmoid"))
model.layers[0].kernel.assign(theta[:2, None])
model.layers[0].bias.assign(theta[2:])
