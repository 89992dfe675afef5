# class: prediction
# wrong: the network gives logits, and they are rounded as if they were probabilities
# causes: prediction
# source: StackOverflow, from_logits=True and predictions outside of 0 to 1
data, target = points(700, seed=15)
entry = keras.Input(shape=(2,), name="place")
body = layers.Dense(24, activation="tanh")(entry)
body = layers.Dense(24, activation="tanh")(body)
classifier = keras.Model(entry, layers.Dense(1, name="score")(body))
classifier.compile(optimizer=keras.optimizers.Adam(0.01), loss=keras.losses.BinaryCrossentropy(from_logits=True))
classifier.fit(data[:500], target[:500], epochs=40, batch_size=50, verbose=0)
scores = classifier.predict(data[500:], verbose=0)[:, 0]
# + scores = 1 / (1 + np.exp(-scores))
score = float(np.mean(np.round(scores) == target[500:]))
