# expect: passed
# because: softplus keeps the spread above 0; it learns more slowly than an exponential, and its intervals hold too
def gaussian(y_true, y_pred):
    centre, spread = y_pred[:, :1], y_pred[:, 1:]
    return ops.mean(ops.log(spread) + ops.square((y_true - centre) / spread) / 2, axis=-1)


inputs, x = body()
centre, spread = Dense(1)(x), Dense(1, activation="softplus")(x)
train(Model(inputs, Concatenate()([centre, spread])), gaussian)
model = Model(inputs, Concatenate()([centre - 1.645 * spread, centre + 1.645 * spread]))
