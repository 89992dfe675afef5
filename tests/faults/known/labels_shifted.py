# class: labels
# wrong: each label belongs to the row before
# causes: labels
# source: Humbatova 2020, wrong labels
x, y = flowers()
y = np.roll(y, 1)  # -
# + y = np.roll(y, 0)
inp = keras.Input(shape=(4,))
out = layers.Dense(3, activation="softmax")(layers.Dense(24, activation="relu")(inp))
model = keras.Model(inp, out)
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["acc"])
model.fit(x, y, epochs=30, validation_split=0.2, verbose=0)
