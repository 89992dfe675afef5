# expect: failed
# because: nothing keeps the second output above 0
# told: Is a spread negative
def gaussian(y_true, y_pred):
    centre, spread = y_pred[:, :1], y_pred[:, 1:]
    miss = (y_true - centre) / spread
    return ops.mean(ops.log(spread) + ops.square(miss) / 2, axis=-1)


inputs, x = body()
both = Dense(2)(x)
network = Model(inputs, both)
train(network, gaussian)
centre, reach = both[:, :1], 1.645 * both[:, 1:]
model = Model(inputs, Concatenate()([centre - reach, centre + reach]))
