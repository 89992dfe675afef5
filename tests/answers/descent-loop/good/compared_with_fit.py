# expect: passed
# because: numbers instead of arrays, and another model trained by fit to compare with
from keras import Input, Sequential
from keras.layers import Dense
import tensorflow as tf
# compares with fit on another model, in the end
w1 = w2 = bias = 0.0
for epoch in range(30):
    for i in range(0, 1000, 10):
        p, s = points[i:i+10], side[i:i+10]
        e = 1 / (1 + np.exp(-(w1 * p[:, 0] + w2 * p[:, 1] + bias))) - s
        w1, w2, bias = w1 - (e * p[:, 0]).mean(), w2 - (e * p[:, 1]).mean(), bias - e.mean()
model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.set_weights([np.array([[w1], [w2]]), np.array([bias])])
other = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
other.compile(optimizer="sgd", loss="binary_crossentropy", metrics=["accuracy"])
other.fit(points, side, epochs=3, verbose=0)
print("fit:", other.evaluate(points, side, verbose=0))
