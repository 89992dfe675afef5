# expect: failed
# because: built well, never trained
# told: look at its training
def conv(filters):
    return Conv2D(filters, 3, padding="same", activation="relu")


picture = Input((32, 32, 1))
one = conv(8)(picture)
three = conv(16)(MaxPooling2D(2)(one))
five = conv(32)(MaxPooling2D(2)(three))
six = Conv2DTranspose(16, 2, strides=2)(five)
seven = conv(16)(Concatenate()([six, three]))
eight = Conv2DTranspose(8, 2, strides=2)(seven)
nine = conv(8)(Concatenate()([eight, one]))
model = Model(picture, Conv2D(1, 1, activation="sigmoid")(nine))
