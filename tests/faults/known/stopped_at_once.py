# class: time
# wrong: EarlyStopping with a min_delta that no epoch reaches
# causes: stopping
# source: Humbatova 2020, wrong early stopping
x, y = houses()
inp = Input((4,))
model = Model(inp, layers.Dense(1)(layers.Dense(32, activation="relu")(inp)))
model.compile("adam", "mse")
stop = keras.callbacks.EarlyStopping("loss", min_delta=0.5, patience=2)  # -
# + stop = keras.callbacks.EarlyStopping("loss", min_delta=1e-4, patience=5)
model.fit(scaled(x), scaled(y), epochs=100, callbacks=[stop], verbose=0)
