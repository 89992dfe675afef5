# expect: passed
# because: the cause is named over the starter's list of causes, which stays; the rate falls as it trains
# answer: rate too high
# one of: inputs not scaled, leak,
# one softmax unit, overfitting, rate too high,
# rate too low, shuffled labels, sorted data,
# underfitting, wrong loss

rate = keras.optimizers.schedules.CosineDecay(0.02, 20 * 32)
model = digit_net(Dense(64, activation="tanh"))
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=Adam(rate),
    metrics=["accuracy"],
)
history = model.fit(
    pictures, digits,
    epochs=20, validation_split=0.2, verbose=0,
)
