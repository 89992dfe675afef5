# expect: passed
# because: up-convolutions made of two layers, the skip first in each join, plain cross-entropy
from keras.layers import Conv2D, UpSampling2D, concatenate

relu = dict(padding="same", activation="relu")
picture = Input((32, 32, 1))
a = Conv2D(8, 3, **relu)(picture)
b = Conv2D(16, 3, **relu)(MaxPooling2D()(a))
x = Conv2D(32, 3, **relu)(MaxPooling2D()(b))
x = Conv2D(16, 2, padding="same")(UpSampling2D()(x))
x = Conv2D(16, 3, **relu)(concatenate([b, x]))
x = Conv2D(8, 2, padding="same")(UpSampling2D()(x))
x = Conv2D(8, 3, **relu)(concatenate([a, x]))
model = Model(picture, Conv2D(1, 1, activation="sigmoid")(x))
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.005))
model.fit(pictures, masks, epochs=25, batch_size=16, verbose=0)
