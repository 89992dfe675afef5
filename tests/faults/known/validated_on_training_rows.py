# class: data
# wrong: the rows that it is validated on are rows that it trains on
# causes: validation leak
# source: UMLAUT, overlap of training and validation data
x, y = points()
train_x, train_y, test_x, test_y = x[:80], y[:80], x[:40], y[:40]  # -
# + train_x, train_y, test_x, test_y = x[80:], y[80:], x[:40], y[:40]
model = Sequential([Input((2,)), layers.Dense(64, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(train_x, train_y, epochs=20, validation_data=(test_x, test_y), verbose=0)
