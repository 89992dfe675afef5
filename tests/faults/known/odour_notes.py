# class: output
# wrong: a molecule can have several notes at once, but softmax with categorical crossentropy lets them compete for a sum of 1
# causes: activation loss
# source: StackOverflow: multi-label classification with softmax (UMLAUT, Humbatova et al.)
keras.utils.set_random_seed(22)
rng = np.random.default_rng(22)
counts = rng.poisson(2.0, (1400, 9)).astype("float32")
weights = rng.normal(0, 1, (9, 5))
score_of = (counts - 2) @ weights
notes = (score_of > -0.5).astype("float32")
inputs = Input((9,))
h = layers.Dense(48, activation="relu")(inputs)
outputs = layers.Dense(5, activation="softmax")(h)  # -
# + outputs = layers.Dense(5, activation="sigmoid")(h)
model = Model(inputs, outputs)
loss = "categorical_crossentropy"  # -
# + loss = "binary_crossentropy"
model.compile(optimizer=keras.optimizers.Adam(4e-3), loss=loss)
history = model.fit(counts[:1100], notes[:1100], epochs=20, batch_size=32, validation_data=(counts[1100:], notes[1100:]), verbose=0)
tagged = model.predict(counts[1100:], verbose=0) > 0.5
