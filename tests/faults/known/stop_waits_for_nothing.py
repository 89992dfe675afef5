# class: time
# wrong: EarlyStopping waits for val_acc, which is called val_accuracy, so it never stops
# causes: stopping
# source: Humbatova 2020, suboptimal number of epochs
rng = np.random.default_rng(5)
x, y = flowers(150)
y = np.where(rng.random(150) < 0.25, rng.integers(0, 3, 150), y)
model = Sequential([Input((4,)), layers.Dense(128, activation="relu"), layers.Dense(128, activation="relu")])
model.add(layers.Dense(3, activation="softmax"))
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_acc", mode="max", patience=5, restore_best_weights=True)  # -
# + stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
model.fit(x, y, epochs=80, validation_split=0.3, callbacks=[stop], verbose=0)
