# expect: failed
# because: trained on days that it made up, as the plain world would have them
# told: what a day costs
x = np.random.default_rng(0).uniform(-1, 1, (1500, 3))
y = 4 * x[:, 0] - 2 * x[:, 1] + 2 * x[:, 0] * x[:, 2] + np.random.default_rng(1).normal(0, 1.2, 1500)
class Bread(keras.losses.Loss):
    def call(self, y_true, y_pred):
        short = y_true - y_pred
        return ops.mean(ops.maximum(0.9 * short, -0.1 * short))

model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss=Bread(), optimizer=Adam(0.01))
model.fit(x, y.reshape(-1, 1), epochs=30, verbose=0)
