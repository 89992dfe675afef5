# class: rate
# wrong: ReduceLROnPlateau divides the rate by a hundred after each epoch
# causes: rate stopping
# source: Humbatova 2020, wrong learning rate schedule
x, y = flowers()
inp = Input((4,))
model = Model(inp, layers.Dense(3, activation="softmax")(layers.Dense(16, activation="relu")(inp)))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
less = keras.callbacks.ReduceLROnPlateau("loss", factor=0.01, patience=0, min_delta=1.0)  # -
# + less = keras.callbacks.ReduceLROnPlateau("loss", factor=0.5, patience=5)
model.fit(x, y, epochs=30, callbacks=[less], verbose=0)
