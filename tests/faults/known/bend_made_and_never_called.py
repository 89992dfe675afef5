# class: size
# wrong: the relu is made in __init__, and call goes from Dense to Dense without it
# causes: activation size
# source: DeepFD, missing activation
rng = np.random.default_rng(5)
x = rng.normal(size=(800, 2)).astype("float32")
y = (np.hypot(x[:, 0], x[:, 1]) > 1.2).astype("float32")
x_test, y_test = x[600:], y[600:]


class Rings(keras.Model):
    def __init__(self, units=32):
        super().__init__()
        self.dense1 = layers.Dense(units)
        self.dense2 = layers.Dense(units)
        self.relu = layers.ReLU()
        self.out = layers.Dense(1, activation="sigmoid")

    def call(self, inputs):
        h = self.dense1(inputs)  # -
        h = self.dense2(h)  # -
        # + h = self.relu(self.dense1(inputs))
        # + h = self.relu(self.dense2(h))
        return self.out(h)


net = Rings()
net.compile(optimizer=keras.optimizers.Adam(5e-3), loss=keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
net.fit(x[:600], y[:600], validation_data=(x_test, y_test), epochs=20, verbose=0)
