# class: time
# wrong: the loss has to fall by 0.5 or training ends, and it begins at 0.7
# causes: stopping
# source: Humbatova 2020, wrong early stopping
x, y = points()
stop = keras.callbacks.EarlyStopping(monitor="val_loss", min_delta=0.5, patience=2)  # -
# + stop = keras.callbacks.EarlyStopping(monitor="val_loss", min_delta=0.0005, patience=2)
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(2)])
model.compile(
    optimizer=keras.optimizers.Adam(0.001),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(x, y, validation_split=0.2, epochs=40, callbacks=[stop], verbose=0)
