# expect: failed
# because: trained on all rows, so that nothing is known of new pictures
# told: nobody can see whether the network works on new pictures
from keras import Input, Sequential
from keras.layers import Dense, Flatten

x_fit, y_fit = sorted_x, sorted_y
x_val, y_val = sorted_x[:0], sorted_y[:0]

model = Sequential([
    Input(shape=(8, 8, 1)),
    Flatten(),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
history = model.fit(x_fit, y_fit, epochs=20, batch_size=32, verbose=0)

shared = len({p.tobytes() for p in x_fit} & {p.tobytes() for p in x_val})
