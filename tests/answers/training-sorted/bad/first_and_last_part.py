# expect: failed
# because: validation_data too, but the same last rows by hand
# told: must both hold all ten digits
from keras import Input, Sequential
from keras.layers import Dense, Flatten

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(
    sorted_x[:1000], sorted_y[:1000], epochs=20, batch_size=32,
    validation_data=(sorted_x[1000:], sorted_y[1000:]), verbose=0,
)
