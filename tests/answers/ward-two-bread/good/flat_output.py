# expect: passed
# because: the network's output is flattened instead, by a functional model
class Bread(keras.losses.Loss):
    def call(self, y_true, y_pred):
        short = y_true - y_pred
        return ops.mean(ops.maximum(0.9 * short, -0.1 * short))

inputs = Input((3,))
hidden = Dense(32, activation="relu")(inputs)
model = Model(inputs, ops.squeeze(Dense(1)(hidden), axis=-1))
model.compile(loss=Bread(), optimizer=Adam(0.01))
model.fit(days, asked, epochs=30, verbose=0)
