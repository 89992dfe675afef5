# expect: failed
# because: the second output is the logarithm of the variance, and its exp is taken for the spread
# told: a variance
def likelihood(y_true, y_pred):
    centre, log_variance = y_pred[:, :1], y_pred[:, 1:]
    return ops.mean(log_variance + ops.square(y_true - centre) * ops.exp(-log_variance), axis=-1)


inputs, x = body()
both = Dense(2)(x)
train(Model(inputs, both), likelihood)
centre, reach = both[:, :1], 1.645 * ops.exp(both[:, 1:])
model = Model(inputs, Concatenate()([centre - reach, centre + reach]))
