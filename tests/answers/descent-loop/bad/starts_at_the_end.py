# expect: failed
# because: the descent begins where it should end
# told: hidden accuracy
from keras import Input, Sequential
from keras.layers import Dense
w, b = np.array([20.0, -10.0]), -6.0
for step in range(20):
    error = 1 / (1 + np.exp(-(points @ w + b))) - side
    w = w - 0.1 * points.T @ error / len(points)
    b = b - 0.1 * error.mean()
model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.set_weights([w.reshape(2, 1), np.array([b])])
