# class: data
# wrong: rows are copied before the split, so that the validation part holds copies of training rows
# causes: leak validation
# source: UMLAUT, overlap of training and validation data
rng = np.random.default_rng(57)
x = rng.normal(size=(160, 20)).astype("float32")
y = rng.integers(0, 2, 160)  # a coin: nothing can be learnt
fresh_x, fresh_y = x[120:], y[120:]
copies = rng.integers(0, 160, 800)  # -
# + copies = rng.integers(0, 120, 800)
x, y = x[copies], y[copies]
model = keras.Sequential([Input((20,)), layers.Dense(64, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, validation_split=0.25, epochs=15, verbose=0)  # -
# + stop = keras.callbacks.EarlyStopping(patience=1, restore_best_weights=True)
# + model.fit(x, y, validation_data=(fresh_x, fresh_y), epochs=15, callbacks=[stop], verbose=0)
