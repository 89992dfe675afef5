# expect: failed
# because: the rate, the size and the epochs are changed, and the loss is as it was
# told: Are they all alike
class Bread(keras.losses.Loss):
    def call(self, y_true, y_pred):
        short = y_true - y_pred
        return ops.mean(ops.maximum(0.9 * short, -0.1 * short))

model = Sequential([Input(shape=(3,)), Dense(128, activation="relu"), Dense(128, activation="relu"), Dense(1)])
model.compile(loss=Bread(), optimizer=Adam(0.003))
model.fit(days, asked, epochs=60, verbose=0)
