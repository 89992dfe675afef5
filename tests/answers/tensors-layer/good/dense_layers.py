# expect: passed
# because: two Dense layers that are given the parameters
from sklearn.datasets import load_digits

rng = np.random.default_rng(7)
images = load_digits().images[:7].astype("float32")
w1 = rng.integers(-1, 2, size=(64, 20)).astype("float32")
b1 = rng.integers(-1, 2, size=20).astype("float32")
w2 = rng.integers(-1, 2, size=(10, 20)).astype("float32")
b2 = rng.integers(-1, 2, size=10).astype("float32")

from keras import Input, Model
from keras.layers import Dense, Flatten

x = Input(shape=(8, 8))
first = Dense(20, activation="relu")
second = Dense(10)
y = first(Flatten()(x))
network = Model(x, [y, second(y)])
first.set_weights([w1, b1])
second.set_weights([w2.T, b2])
hidden, outputs = network.predict(images, verbose=0)

hidden_sum = float(np.sum(hidden))
outputs_sum = float(np.sum(outputs))
print(hidden.shape, hidden_sum, outputs.shape, outputs_sum)
