# class: optimizer
# wrong: the loop that freezes the learnt layers also freezes the new last one, so that nothing is trained
# causes: frozen
# source: StackOverflow, layer.trainable = False in transfer learning; Humbatova 2020
rng = np.random.default_rng(104)
tools = rng.normal(0, 1, (5, 14))
old = rng.integers(0, 5, 1000)
x_old = (tools[old] + rng.normal(0, 0.5, (1000, 14))).astype("float32")
learnt = Sequential([
    Input((14,)),
    layers.Dense(48, activation="relu"),
    layers.Dense(24, activation="relu", name="code"),
    layers.Dense(5, activation="softmax"),
])
learnt.compile("adam", "sparse_categorical_crossentropy")
learnt.fit(x_old, old, epochs=10, verbose=0)

sharp = np.isin(old, [0, 2, 3]).astype("float32")
answer = layers.Dense(1, activation="sigmoid", name="sharp")(learnt.get_layer("code").output)
model = Model(learnt.inputs, answer)
for layer in model.layers:  # -
# + for layer in model.layers[:-1]:
    layer.trainable = False
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x_old[:800], sharp[:800], validation_data=(x_old[800:], sharp[800:]), epochs=15, verbose=0)
