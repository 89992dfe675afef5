# expect: failed
# because: the spread follows the hour, and the middle is the average of all trips
# told: Does the middle follow the hour
def gaussian(y_true, y_pred):
    centre, spread = y_pred[:, :1], y_pred[:, 1:]
    miss = (y_true - centre) / spread
    return ops.mean(ops.log(spread) + ops.square(miss) / 2, axis=-1)


inputs, x = body()
spread = Dense(1, activation="exponential")(x)
centre = 0 * spread + float(late.mean())
train(Model(inputs, Concatenate()([centre, spread])), gaussian)
model = Model(inputs, Concatenate()([centre - 1.645 * spread, centre + 1.645 * spread]))
