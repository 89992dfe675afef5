# expect: passed
# because: every fifth row is kept for validation: sorted rows divide evenly; layers by add
import keras

fifth = np.arange(len(sorted_y)) % 5 == 0
model = keras.Sequential()
model.add(keras.Input((8, 8, 1)))
model.add(keras.layers.Flatten())
model.add(keras.layers.Dense(32, activation="tanh"))
model.add(keras.layers.Dense(10, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.003), metrics=["accuracy"])
model.fit(
    sorted_x[~fifth], sorted_y[~fifth], epochs=15, batch_size=32,
    validation_data=(sorted_x[fifth], sorted_y[fifth]), verbose=0,
)
