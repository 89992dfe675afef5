# expect: failed
# because: plus for minus: it climbs
# told: If it rises, you are going uphill
from keras import Input, Sequential
from keras.layers import Dense

w, b = np.zeros(2), 0.0
for step in range(500):
    said = 1 / (1 + np.exp(-(points @ w + b)))
    error = said - side
    w = w + 2.0 * points.T @ error / len(points)
    b = b + 2.0 * error.mean()

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.set_weights([w.reshape(2, 1), np.array([b])])
