# class: time
# wrong: early stopping takes a falling accuracy for an improvement, and goes back to the worst weights
# causes: stopping
# source: Humbatova 2020, wrong early stopping
x, y = points(600, seed=23)
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
early = keras.callbacks.EarlyStopping(
    monitor="val_accuracy",
    mode="min",  # -
    # + mode="max",
    patience=8,
    restore_best_weights=True,
)
model.fit(x, y, validation_split=0.3, epochs=60, callbacks=[early], verbose=0)
