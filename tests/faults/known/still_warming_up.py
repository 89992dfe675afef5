# class: rate
# wrong: the rate climbs for 10,000 steps, and training ends after 300
# causes: rate underfitting
# source: forums, warm-up of a large model in a small training
class WarmUp(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, peak, steps):
        self.peak, self.steps = peak, steps

    def __call__(self, step):
        step = ops.cast(step, "float32")
        return self.peak * ops.minimum(1.0, (step + 1) / self.steps)


x, y = points(500, seed=27)
schedule = WarmUp(0.003, 10_000)  # -
# + schedule = WarmUp(0.02, 30)
model = Sequential([Input((2,)), layers.Dense(32, "gelu"), layers.Dense(32, "gelu"), layers.Dense(1, "sigmoid")])
model.compile(keras.optimizers.AdamW(schedule), "binary_crossentropy", metrics=["accuracy"])
model.fit(x[:400], y[:400], batch_size=40, epochs=30, verbose=0)
score = model.evaluate(x[400:], y[400:], verbose=0)[1]
