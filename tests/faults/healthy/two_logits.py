# why: no activation on the output, the loss takes logits and the prediction is cut at 0 instead of 0.5
keras.utils.set_random_seed(103)
x, label = points(800, seed=1)
model = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(16, activation="relu"), layers.Dense(1)])
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[keras.metrics.BinaryAccuracy(threshold=0.0)],
)
model.fit(x, label, epochs=20, batch_size=32, validation_split=0.2, verbose=0)
test, truth = points(300, seed=2)
accuracy = ((model.predict(test, verbose=0)[:, 0] > 0) == truth).mean()
