# expect: passed
# because: another loss: the squared error of a sigmoid unit, in a functional model
import keras
from keras.layers import Dense


def said(w, b):
    return 1 / (1 + np.exp(-(points[:, 0] * w[0] + points[:, 1] * w[1] + b)))


w, b = [0.1, 0.1], 0.0
for step in range(2000):
    p = said(w, b)
    slope = 2 * (p - side) * p * (1 - p)
    w = [w[i] - 5 * (slope * points[:, i]).mean() for i in range(2)]
    b = b - 5 * slope.mean()

inputs = keras.Input((2,))
model = keras.Model(inputs, Dense(1, activation="sigmoid")(inputs))
model.layers[-1].set_weights([np.array(w)[:, None], np.array([b])])
