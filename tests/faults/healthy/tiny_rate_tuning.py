# why: the second stage fine-tunes an already trained model with a rate of 1e-5 on purpose; the first stage has done the learning
keras.utils.set_random_seed(103)
x, y = flowers(800, seed=3)
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
first = model.fit(x[:500], y[:500], epochs=15, batch_size=32, verbose=0)
model.compile(optimizer=keras.optimizers.Adam(1e-5), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
second = model.fit(x[500:600], y[500:600], epochs=5, batch_size=20, validation_data=(x[600:], y[600:]), verbose=0)
