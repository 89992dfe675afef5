# expect: failed
# because: all samples in one batch: forty steps in forty epochs
# told: 1,080 steps
model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=857, validation_data=(x_val, y_val), verbose=0
)
