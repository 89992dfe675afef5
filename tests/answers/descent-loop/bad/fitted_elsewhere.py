# expect: failed
# because: another model is fitted, and this one gets its weights
# told: Print the loss
from keras import Input, Sequential
from keras.layers import Dense
other = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
other.compile(optimizer="sgd", loss="binary_crossentropy")
other.fit(points, side, epochs=60, batch_size=10, verbose=0)
kernel, bias = other.get_weights()
w, b = kernel[:, 0], float(bias[0])
model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.set_weights([w.reshape(2, 1), np.array([b])])
