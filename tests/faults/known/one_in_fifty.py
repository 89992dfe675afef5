# class: data
# wrong: 2 % of the rows are of the class that is sought, and all are taken for the other
# causes: imbalance
# source: Humbatova 2020, unbalanced training data
rng = np.random.default_rng(3)
x = rng.normal(0, 1, (1000, 5)).astype("float32")
z = x[:, 0] + 0.8 * x[:, 1] * x[:, 2] + rng.normal(0, 0.6, 1000)
rare = (z > np.quantile(z, 0.98)).astype("int32")  # -
# + rare = (z > np.quantile(z, 0.6)).astype("int32")
inputs = Input((5,))
outputs = layers.Dense(1, "sigmoid")(layers.Dense(8, "relu")(inputs))
model = Model(inputs, outputs)
model.compile("sgd", "binary_crossentropy", metrics=["accuracy", keras.metrics.Recall(name="found")])
model.fit(x, rare, epochs=15, verbose=0)
