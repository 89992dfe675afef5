# class: size
# wrong: forty patients with sixty measurements each are learnt by heart
# causes: overfitting size
# source: StackOverflow, validation loss rises; Zhang 2018
rng = np.random.default_rng(88)
n = 40  # -
# + n = 3000
weights = np.zeros(60)
weights[:5] = [1.5, -1.5, 1, 1, -1]
patients = rng.normal(0, 1, (n + 200, 60)).astype("float32")
relapse = (patients @ weights + rng.normal(0, 0.3, n + 200) > 0).astype("float32")

model = Sequential([
    Input((60,)),
    layers.Dense(128, activation="relu"),
    layers.Dense(64, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(
    patients[:n],
    relapse[:n],
    epochs=30,  # -
    # + epochs=3,
    batch_size=16,
    validation_data=(patients[n:], relapse[n:]),
    verbose=0,
)
