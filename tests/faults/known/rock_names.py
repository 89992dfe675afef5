# class: prediction
# wrong: numbers are turned back into names with an alphabetical list, but StringLookup numbers the names by how frequent they are
# causes: prediction labels order
# source: StackOverflow questions on class_names order when decoding predictions
keras.utils.set_random_seed(36)
rng = np.random.default_rng(36)
rocks = np.array(["basalt", "gneiss", "granite", "marble", "shale"])
centres = rng.normal(0, 1.3, (5, 7))
kind = rng.choice(5, 1200, p=[0.1, 0.15, 0.2, 0.25, 0.3])
x = (centres[kind] + rng.normal(0, 0.5, (1200, 7))).astype("float32")
names = rocks[kind]
lookup = layers.StringLookup(num_oov_indices=0)
lookup.adapt(names[:900])
y = np.asarray(lookup(names[:900]))
model = Sequential([Input((7,)), layers.Dense(24, activation="relu"), layers.Dense(5, activation="softmax")])
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x[:900], y, epochs=15, batch_size=32, validation_split=0.1, verbose=0)
class_names = np.array(sorted(set(names[:900])))  # -
# + class_names = np.array(lookup.get_vocabulary())
answers = class_names[model.predict(x[900:], verbose=0).argmax(axis=1)]
right = float(np.mean(answers == names[900:]))
