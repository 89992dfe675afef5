# expect: passed
# because: small batches, shuffled again in each epoch
from keras import Input, Sequential
from keras.layers import Dense

shuffle = np.random.default_rng(5)
w, b = np.zeros(2), 0.0
for epoch in range(20):
    order = shuffle.permutation(1000)
    for start in range(0, 1000, 20):
        batch = order[start : start + 20]
        error = 1 / (1 + np.exp(-(points[batch] @ w + b))) - side[batch]
        w -= 1.0 * (error[:, None] * points[batch]).mean(axis=0)
        b -= 1.0 * error.mean()

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.set_weights([w.reshape(2, 1), np.array([b])])
