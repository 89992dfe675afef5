# expect: failed
# because: (n, 1) against (n,) in the loss, so that each trip is compared with all centres
# told: print the shapes
def flat(y_true, y_pred):
    centre, spread = y_pred[:, 0], y_pred[:, 1]
    return ops.mean(ops.log(spread) + ops.square((y_true - centre) / spread) / 2)


inputs, x = body()
centre = Dense(1)(x)
spread = Dense(1, activation="exponential")(x)
train(Model(inputs, Concatenate()([centre, spread])), flat)
model = Model(inputs, Concatenate()([centre - 1.645 * spread, centre + 1.645 * spread]))
