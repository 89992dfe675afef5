# expect: passed
# because: three networks in one model: their mean, and noise and doubt added up
def gaussian(y_true, y_pred):
    miss = (y_true - y_pred[:, :1]) / y_pred[:, 1:]
    return ops.mean(ops.log(y_pred[:, 1:]) + ops.square(miss) / 2, axis=-1)


centres, variances = [], []
hour = Input((1,))
for _ in range(3):
    inputs, x = body()
    spread = Dense(1, activation="exponential")(x)
    member = Model(inputs, Concatenate()([Dense(1)(x), spread]))
    train(member, gaussian)
    said = Model(member.input, member.output)(hour)  # without the loss that the member was compiled with
    centres.append(said[:, :1])
    variances.append(ops.square(said[:, 1:]))

centre = sum(centres) / 3
doubt = sum(ops.square(each - centre) for each in centres) / 3
reach = 1.645 * ops.sqrt(sum(variances) / 3 + doubt)
model = Model(hour, Concatenate()([centre - reach, centre + reach]))
