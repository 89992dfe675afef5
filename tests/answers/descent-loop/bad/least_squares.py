# expect: failed
# because: one formula, and no steps
# told: No library is to solve it for you
from keras import Input, Sequential
from keras.layers import Dense
X = np.hstack([points, np.ones((1000, 1))])
w = np.linalg.inv(X.T @ X) @ X.T @ (side - 0.5)
model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.set_weights([w[:2].reshape(2, 1), w[2:]])
