# expect: failed
# because: no training: each unit of the first layer is a known picture, which the second one names
# told: weights were set outside of Keras's training
from keras import Input, Sequential
from keras.layers import Dense, Flatten
from keras.optimizers import SGD

mixed = np.random.default_rng(0).permutation(len(sorted_x))
x_fit, y_fit = sorted_x[mixed[:1000]], sorted_y[mixed[:1000]]
x_val, y_val = sorted_x[mixed[1000:]], sorted_y[mixed[1000:]]

known = sorted_x.reshape(len(sorted_x), -1)
model = Sequential([Input(shape=(8, 8, 1)), Flatten(), Dense(len(known), activation="softmax"), Dense(10)])
model.set_weights([20 * known.T, -10 * (known**2).sum(axis=1), np.eye(10)[sorted_y], np.zeros(10)])
model.compile(loss="sparse_categorical_crossentropy", optimizer=SGD(0.0001), metrics=["accuracy"])
history = model.fit(x_fit, y_fit, epochs=1, batch_size=32, validation_data=(x_val, y_val), verbose=0)
