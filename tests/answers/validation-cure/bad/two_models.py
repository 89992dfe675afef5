# expect: failed
# because: forty epochs of one network, six of the one that is handed in
# told: Train all 40 epochs in one fit
other = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
other.fit(x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0)
model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, y_train, epochs=6, batch_size=32, validation_data=(x_val, y_val), verbose=0
)
