# class: prediction
# wrong: the model that predicts is built anew and gets no weights of the one that was trained
# causes: rebuilt loop prediction
# source: StackOverflow, random predictions after building the model again without load_weights
rng = np.random.default_rng(54)
x = rng.normal(0, 1, (700, 9)).astype("float32")
y = np.argmax(x.reshape(700, 3, 3).sum(axis=2), axis=1)


def build():
    return Sequential([Input((9,)), layers.Dense(32, activation="relu"), layers.Dense(3, activation="softmax")])


model = build()
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:500], y[:500], epochs=15, validation_split=0.2, verbose=0)
weights = model.get_weights()
model = build()
# + model.set_weights(weights)
accuracy = float(np.mean(np.argmax(model.predict(x[500:], verbose=0), axis=1) == y[500:]))
