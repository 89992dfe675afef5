# expect: passed
# because: cross-entropy and Dice together, AdamW, dropout at the bottom, and a validation split
from keras.layers import Dropout


def both(y_true, y_pred):
    return keras.losses.binary_crossentropy(y_true, y_pred) + dice_loss(y_true, y_pred)


picture = Input(shape=(32, 32, 1))
maps, skips = picture, []
for filters in (8, 16):
    maps = Conv2D(filters, 3, padding="same", activation="relu", kernel_initializer="he_normal")(maps)
    skips.append(maps)
    maps = MaxPooling2D(2)(maps)
maps = Dropout(0.1)(Conv2D(32, 3, padding="same", activation="relu")(maps))
for filters in (16, 8):
    maps = Conv2DTranspose(filters, 2, strides=2)(maps)
    maps = Concatenate()([skips.pop(), maps])
    maps = Conv2D(filters, 3, padding="same", activation="relu")(maps)
model = Model(picture, Conv2D(1, 1, activation="sigmoid")(maps))
model.compile(loss=both, optimizer=keras.optimizers.AdamW(0.005))
model.fit(pictures, masks, epochs=25, batch_size=16, validation_split=0.1, verbose=0)
