# expect: failed
# because: 1.96 spreads, which are 95 percent
# told: That is 1.96
def gaussian(y_true, y_pred):
    centre, spread = y_pred[:, :1], y_pred[:, 1:]
    miss = (y_true - centre) / spread
    return ops.mean(ops.log(spread) + ops.square(miss) / 2, axis=-1)


inputs, x = body()
centre = Dense(1)(x)
spread = Dense(1, activation="exponential")(x)
network = Model(inputs, Concatenate()([centre, spread]))
train(network, gaussian)
model = Model(inputs, Concatenate()([centre - 1.96 * spread, centre + 1.96 * spread]))
