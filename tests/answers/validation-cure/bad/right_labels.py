# expect: failed
# because: the careless labels are exchanged for the right ones
# told: is not defined
right = load_digits(return_X_y=True)[1]
_, _, right, _ = train_test_split(pictures, right, test_size=0.3, random_state=329, stratify=right)
model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
history = model.fit(
    x_train, right[:857], epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0
)
