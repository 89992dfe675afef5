# class: prediction
# wrong: training rows go from 0 to 1, and the new ones are standardised
# causes: prediction scale data
# source: Kaggle, MinMaxScaler in one notebook and StandardScaler in the other
raw, kind = flowers(520, seed=55)
low, high = raw[:400].min(axis=0), raw[:400].max(axis=0)
train = (raw[:400] - low) / (high - low)
new = (raw[400:] - raw[:400].mean(axis=0)) / raw[:400].std(axis=0)  # -
# + new = (raw[400:] - low) / (high - low)
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(train, kind[:400], epochs=40, verbose=0)
score = float(np.mean(model.predict(new, verbose=0).argmax(axis=1) == kind[400:]))
