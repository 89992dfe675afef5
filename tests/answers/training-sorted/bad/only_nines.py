# expect: failed
# because: 1230 for training instead of 1000: only nines are left for validation
# told: A digit is missing from y_fit or from y_val
from keras import Input, Sequential
from keras.layers import Dense, Flatten

x_fit, y_fit = sorted_x[:1230], sorted_y[:1230]
x_val, y_val = sorted_x[1230:], sorted_y[1230:]

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(x_fit, y_fit, epochs=20, batch_size=32, validation_data=(x_val, y_val), verbose=0)
