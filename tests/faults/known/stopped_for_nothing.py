# class: batch
# wrong: the training stops after the first epoch that is no gain of 0.1, and so in the third or so
# causes: stopping underfitting overfitting
# source: Keras forums, EarlyStopping with min_delta taken for percent
rng = np.random.default_rng(36)
centres = rng.normal(0, 1, (6, 10))
y = rng.integers(0, 6, 800)
x = (centres[y] + rng.normal(0, 0.6, (800, 10))).astype("float32")
model = Sequential([Input((10,)), layers.Dense(32, activation="relu"), layers.Dense(6, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", min_delta=0.5, patience=1)  # -
# + stop = keras.callbacks.EarlyStopping(monitor="val_loss", min_delta=0.001, patience=5)
model.fit(x[:600], y[:600], epochs=40, validation_data=(x[600:], y[600:]), callbacks=[stop], verbose=0)
