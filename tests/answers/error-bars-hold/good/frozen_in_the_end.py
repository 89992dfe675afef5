# expect: passed
# because: two outputs, frozen before the ends are built around them
def gaussian(y_true, y_pred):
    miss = (y_true - y_pred[:, :1]) / y_pred[:, 1:]
    return ops.mean(ops.log(y_pred[:, 1:]) + ops.square(miss) / 2, axis=-1)


inputs, x = body()
network = Model(inputs, Concatenate()([Dense(1)(x), Dense(1, activation="exponential")(x)]))
train(network, gaussian)
network.trainable = False

hour = Input((1,))
said = network(hour)
reach = 1.645 * said[:, 1:]
model = Model(hour, Concatenate()([said[:, :1] - reach, said[:, :1] + reach]))
