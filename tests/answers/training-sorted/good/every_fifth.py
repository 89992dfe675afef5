# expect: passed
# because: every fifth row is kept for validation: sorted rows divide evenly; layers by add
import keras

fifth = np.arange(len(sorted_y)) % 5 == 0
x_fit, y_fit = sorted_x[~fifth], sorted_y[~fifth]
x_val, y_val = sorted_x[fifth], sorted_y[fifth]

model = keras.Sequential()
model.add(keras.Input((8, 8, 1)))
model.add(keras.layers.Flatten())
model.add(keras.layers.Dense(32, activation="tanh"))
model.add(keras.layers.Dense(10, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.003), metrics=["accuracy"])
model.fit(x_fit, y_fit, epochs=15, batch_size=32, validation_data=(x_val, y_val), verbose=0)

shared = len({p.tobytes() for p in x_fit} & {p.tobytes() for p in x_val})
