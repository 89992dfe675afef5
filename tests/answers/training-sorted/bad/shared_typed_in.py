# expect: failed
# because: validated on a part of the training pictures, with the number that the starter's last line should find
# told: Some pictures are in both
from keras import Input, Sequential
from keras.layers import Dense, Flatten

mixed = np.random.default_rng(0).permutation(len(sorted_x))
x_fit, y_fit = sorted_x[mixed], sorted_y[mixed]
x_val, y_val = x_fit[1000:], y_fit[1000:]

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(x_fit, y_fit, epochs=20, batch_size=32, validation_data=(x_val, y_val), verbose=0)

shared = 0
