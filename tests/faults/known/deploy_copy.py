# class: prediction
# wrong: clone_model copies the layers but not the weights; the copy that predicts is untrained
# causes: rebuilt prediction
# source: Keras documentation of clone_model; Stack Overflow questions
keras.utils.set_random_seed(72)


def voltages(n, seed):
    rng = np.random.default_rng(seed)
    state = rng.integers(0, 4, n)
    t = np.linspace(0, 1, 20)
    x = np.where(state[:, None] % 2, np.sin(12 * t), np.sign(np.sin(12 * t))) * np.where(state[:, None] > 1, 1.2, 0.5)
    return (x + rng.normal(0, 0.25, (n, 20))).astype("float32"), state


x, state = voltages(800, 0)
model = Sequential([Input((20,)), layers.Dense(32, activation="relu"), layers.Dense(4, activation="softmax")])
model.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, state, epochs=15, batch_size=32, validation_split=0.1, verbose=0)

deployed = keras.models.clone_model(model)
deployed.trainable = False  # -
# + deployed.set_weights(model.get_weights())
live, live_state = voltages(300, 1)
guess = np.argmax(deployed.predict(live, verbose=0), axis=-1)
