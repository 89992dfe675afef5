# expect: failed
# because: the two ways are added, and not put side by side
# told: How many maps does it get
def conv(filters):
    return Conv2D(filters, 3, padding="same", activation="relu")


picture = Input((32, 32, 1))
one = conv(8)(picture)
three = conv(16)(MaxPooling2D(2)(one))
five = conv(32)(MaxPooling2D(2)(three))
from keras.layers import Add

six = Conv2DTranspose(16, 2, strides=2)(five)
seven = conv(16)(Add()([six, three]))
eight = Conv2DTranspose(8, 2, strides=2)(seven)
nine = conv(8)(Add()([eight, one]))
model = Model(picture, Conv2D(1, 1, activation="sigmoid")(nine))
model.compile(loss=dice_loss, optimizer=keras.optimizers.Adam(0.005))
model.fit(pictures, masks, epochs=2, batch_size=32, verbose=0)
