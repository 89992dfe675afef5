# expect: passed
# because: the labels get the outputs' shape before fit
class Bread(keras.losses.Loss):
    def call(self, y_true, y_pred):
        short = y_true - y_pred
        return ops.mean(ops.maximum(0.9 * short, -0.1 * short))

model = Sequential([Input(shape=(3,)), Dense(32, activation="relu"), Dense(1)])
model.compile(loss=Bread(), optimizer=Adam(0.01))
model.fit(days, asked.reshape(-1, 1), epochs=30, verbose=0)
