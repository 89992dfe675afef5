# class: rate
# wrong: the rate is cut whenever the accuracy isn't lower than before, since the mode is "min"
# causes: rate diverging jumping
# source: Kaggle notebooks, ReduceLROnPlateau on an accuracy with mode="min"
x, y = points(800, seed=35)
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.002), "binary_crossentropy", metrics=["accuracy"])
slower = keras.callbacks.ReduceLROnPlateau(monitor="val_accuracy", mode="min", factor=0.2, patience=1, min_lr=1e-7)  # -
# + slower = keras.callbacks.ReduceLROnPlateau(monitor="val_accuracy", mode="max", factor=0.2, patience=10, min_lr=1e-5)
model.fit(x[:600], y[:600], epochs=30, validation_data=(x[600:], y[600:]), callbacks=[slower], verbose=0)
