# why: argmax over axis 0 is right here: the probabilities of the committee are stacked as classes by rows
keras.utils.set_random_seed(135)
x, kind = flowers(500, seed=11)
rng = np.random.default_rng(1)
members = []
for k in range(3):
    some = rng.choice(500, 500)
    member = Sequential([Input((4,)), layers.Dense(12, activation="relu"), layers.Dense(3, activation="softmax")])
    member.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy")
    member.fit(x[some], kind[some], epochs=8, batch_size=32, verbose=0)
    members.append(member)
test, truth = flowers(200, seed=12)
votes = np.mean([m.predict(test, verbose=0) for m in members], axis=0).T
accuracy = np.mean(votes.argmax(axis=0) == truth)
