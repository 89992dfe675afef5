# class: data
# wrong: one of two inputs, the income and the savings, goes in as it is, in tens of thousands
# causes: scale
# source: Kaggle, functional model with several inputs
rng = np.random.default_rng(18)
answers = rng.normal(size=(600, 6)).astype("float32")
money = np.stack([rng.normal(42_000, 9_000, 600), rng.normal(15_000, 6_000, 600)], 1).astype("float32")
rich = (money - money.mean(0)) / money.std(0)
buys = (answers @ [1, -1, 0.5, 0, 0.8, -0.3] + rich[:, 0] - rich[:, 1] > 0).astype("float32")
# + money = rich
first = Input((6,), name="answers")
second = Input((2,), name="money")
merged = layers.concatenate([layers.Dense(12, activation="relu")(first), layers.Dense(12, activation="relu")(second)])
merged = layers.Dense(16, activation="relu")(merged)
customer = Model({"answers": first, "money": second}, layers.Dense(1, activation="sigmoid")(merged))
customer.compile("adam", "binary_crossentropy", metrics=["accuracy"])
batches = tf.data.Dataset.from_tensor_slices(({"answers": answers, "money": money}, buys)).shuffle(600, seed=2).batch(32)
customer.fit(batches.skip(5), epochs=15, verbose=0)
score = customer.evaluate(answers_and_money := {"answers": answers, "money": money}, buys, verbose=0)[1]
