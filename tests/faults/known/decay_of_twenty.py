# class: size
# wrong: AdamW takes a fifth off each weight at each step
# causes: regularizer
# source: Humbatova 2020, wrong regularisation
x, y = points()
model = keras.Sequential(
    [Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")]
)
model.compile(
    optimizer=keras.optimizers.AdamW(learning_rate=0.01, weight_decay=20.0),  # -
    # + optimizer=keras.optimizers.AdamW(learning_rate=0.01, weight_decay=0.02),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
model.fit(x, y, epochs=20, validation_split=0.2, verbose=0)
