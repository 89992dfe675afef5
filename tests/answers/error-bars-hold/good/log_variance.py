# expect: passed
# because: one Dense layer gives the centre and the logarithm of the variance, by tanh and RMSprop; the ends come from exp
def likelihood(y_true, y_pred):
    centre, log_variance = ops.split(y_pred, 2, axis=-1)
    return ops.mean(log_variance + ops.square(y_true - centre) * ops.exp(-log_variance), axis=-1)


inputs = Input((1,))
x = (inputs - 14) / 4.6
for _ in range(2):
    x = Dense(32, activation="tanh")(x)
both = Dense(2)(x)
network = Model(inputs, both)
rate = keras.optimizers.schedules.CosineDecay(0.01, 50 * 32)
network.compile(loss=likelihood, optimizer=keras.optimizers.RMSprop(rate))
network.fit(hours, late, epochs=50, batch_size=128, verbose=0)

reach = 1.645 * ops.exp(both[:, 1:] / 2)
model = Model(inputs, ops.concatenate([both[:, :1] - reach, both[:, :1] + reach], axis=-1))
