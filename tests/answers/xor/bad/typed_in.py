# expect: failed
# because: the weights were worked out by hand for the lesson's planes, and a world's planes lie elsewhere
# told: other data and labels than these
import keras
import numpy as np

model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(3, activation="sigmoid"),
    keras.layers.Dense(3, activation="sigmoid"),
    keras.layers.Dense(2, activation="softmax"),
])
sharp = 500.0
model.set_weights([
    np.eye(3) * sharp,  # which of the three are positive
    np.zeros(3),
    np.ones((3, 3)) * sharp,  # at least one, two, three of them are
    np.array([-0.5, -1.5, -2.5]) * sharp,
    np.array([[-1, 1], [1, -1], [-1, 1]]) * 10.0,
    np.array([5.0, -5.0]),
])
