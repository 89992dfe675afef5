# class: rate
# wrong: use_ema with momentum 0.99999 over a few hundred steps: at the end of fit the weights are overwritten with an average that is still the start values
# causes: rate
# source: GitHub issues on use_ema in Keras optimizers (weights replaced at the end of fit)
keras.utils.set_random_seed(25)
x, y = flowers(700, seed=2)
x_train, x_test, y_train, y_test = x[:500], x[500:], y[:500], y[500:]
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(3, activation="softmax")])
optimizer = keras.optimizers.Adam(5e-3, use_ema=True, ema_momentum=0.99999)  # -
# + optimizer = keras.optimizers.Adam(5e-3, use_ema=True, ema_momentum=0.95)
model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=20, batch_size=32, verbose=0)
test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=0)
