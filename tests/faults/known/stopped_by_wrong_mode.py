# class: time
# wrong: EarlyStopping waits for the loss to grow
# causes: stopping
# source: Humbatova 2020, wrong early stopping
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", mode="max", patience=3)  # -
# + stop = keras.callbacks.EarlyStopping(monitor="val_loss", mode="min", patience=3)
model.fit(x, y, epochs=100, validation_split=0.2, callbacks=[stop], verbose=0)
