# expect: passed
# because: cells count three times, and the rate falls in the end
def weighted(y_true, y_pred):
    cost = keras.losses.binary_crossentropy(y_true, y_pred)
    return ops.mean(cost * (1 + 2 * y_true[..., 0]))


def conv(filters):
    return Conv2D(filters, 3, padding="same", activation="relu")


picture = Input((32, 32, 1))
one = conv(8)(picture)
three = conv(16)(MaxPooling2D(2)(one))
five = conv(32)(MaxPooling2D(2)(three))
six = Conv2DTranspose(16, 2, strides=2, padding="same")(five)
seven = conv(16)(Concatenate(axis=3)([six, three]))
eight = Conv2DTranspose(8, 2, strides=2, padding="same")(seven)
nine = conv(8)(Concatenate(axis=3)([eight, one]))
model = Model(picture, Conv2D(1, 1, activation="sigmoid")(nine))
rate = keras.optimizers.schedules.CosineDecay(0.008, 20 * 50)
model.compile(loss=weighted, optimizer=keras.optimizers.Adam(rate))
model.fit(pictures, masks, epochs=20, batch_size=16, verbose=0)
