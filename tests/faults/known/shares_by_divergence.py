# class: output
# wrong: the divergence compares shares, and a relu lets the network answer with numbers that share out nothing
# causes: loss activation
# source: StackOverflow, kullback_leibler_divergence that stands at a constant
rng = np.random.default_rng(8)
state = rng.normal(size=(500, 4)).astype("float32")
mix = np.exp(state @ rng.normal(size=(4, 5)))
mix = (mix / mix.sum(axis=1, keepdims=True)).astype("float32")


class Mixer(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = layers.Dense(40, activation="relu")
        self.shares = layers.Dense(5, activation="relu")  # -
        # + self.shares = layers.Dense(5, activation="softmax")

    def call(self, inputs):
        return self.shares(self.hidden(inputs))


mixer = Mixer()
mixer.compile(optimizer="adam", loss="kl_divergence")
mixer.fit(state[:400], mix[:400], epochs=40, verbose=0)
score = float(np.abs(mixer.predict(state[400:], verbose=0) - mix[400:]).mean())
