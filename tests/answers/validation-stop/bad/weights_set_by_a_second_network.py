# expect: failed
# because: the weights of another network that was trained for six epochs
# told: Stopping is not the same as going back
other = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
other.fit(x_train, y_train, epochs=6, batch_size=32, validation_data=(x_val, y_val), verbose=0)

model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0
)

model.set_weights(other.get_weights())
