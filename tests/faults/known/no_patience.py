# class: time
# wrong: EarlyStopping without patience stops at the first bump
# causes: stopping
# source: Humbatova 2020, wrong early stopping
x, y = points(300)
model = Sequential([Input((2,)), layers.Dense(16, activation="tanh"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.SGD(0.03), "binary_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="accuracy", patience=0)  # -
# + stop = keras.callbacks.EarlyStopping(monitor="accuracy", patience=100)
model.fit(x, y, epochs=200, batch_size=8, callbacks=[stop], verbose=0)
