# why: each example comes once, alone, as from a stream: batches of 1, one epoch, a rate that falls with the square root
rng = np.random.default_rng(103)
x = rng.normal(0, 1, (1000, 8)).astype("float32")
y = (x @ rng.normal(0, 1, 8) + rng.normal(0, 0.3, 1000)).astype("float32")


@keras.saving.register_keras_serializable("stream")
class Falling(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        return 0.05 / ops.sqrt(1 + ops.cast(step, "float32") / 10)

    def get_config(self):
        return {}


model = Sequential([Input((8,)), layers.Dense(1)])
model.compile(keras.optimizers.SGD(Falling()), "mse")
model.fit(x, y, batch_size=1, epochs=1, shuffle=False, verbose=0)
