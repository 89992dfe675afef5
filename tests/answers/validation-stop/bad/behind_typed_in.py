# expect: failed
# because: the starter's last lines, with the number that they should find
# told: Stopping is not the same as going back
model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0
)

asked = 40
behind = 0
