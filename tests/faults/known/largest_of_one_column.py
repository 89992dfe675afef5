# class: evaluation
# wrong: argmax over the single column of a sigmoid is 0 for every row
# causes: prediction
# source: StackOverflow, np.argmax returns 0 for binary classification
rng = np.random.default_rng(108)
tumours = rng.normal(0, 1, (700, 8)).astype("float32")
malignant = (tumours[:, 0] + np.abs(tumours[:, 1]) - tumours[:, 2] > 0.6).astype("int32")
model = Sequential([Input((8,)), layers.Dense(24, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(tumours[:550], malignant[:550], epochs=30, batch_size=16, verbose=0)

predicted = np.argmax(model.predict(tumours[550:], verbose=0), axis=1)  # -
# + predicted = (model.predict(tumours[550:], verbose=0)[:, 0] > 0.5).astype("int32")
truth = malignant[550:]
true_positives = np.sum((predicted == 1) & (truth == 1))
accuracy = np.mean(predicted == truth)
