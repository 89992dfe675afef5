# expect: failed
# because: the bias never moves, so the line goes through the middle
# told: Do both weights and the bias move?
from keras import Input, Sequential
from keras.layers import Dense

w, b = np.zeros(2), 0.0
for step in range(500):
    said = 1 / (1 + np.exp(-(points @ w + b)))
    error = said - side
    w = w - 2.0 * points.T @ error / len(points)

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.set_weights([w.reshape(2, 1), np.array([b])])
