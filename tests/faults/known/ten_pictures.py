# class: size
# wrong: 10 pictures for a network of 300,000 weights, trained until it knows each
# causes: overfitting data
# source: Humbatova 2020, not enough training data
x, y = pictures(400, seed=21)
x = x.reshape(-1, 64) / 255
train_x, val_x = x[:10], x[200:]  # -
train_y, val_y = y[:10], y[200:]  # -
# + train_x, val_x = x[:300], x[300:]
# + train_y, val_y = y[:300], y[300:]
model = Sequential([Input((64,)), layers.Dense(512, activation="relu"), layers.Dense(512, activation="relu")])
model.add(layers.Dense(4, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train_x, train_y, validation_data=(val_x, val_y), epochs=25, verbose=0)
