# expect: passed
# because: the way down is a model of its own, joined by keras.ops, trained in a loop of batches
from keras.layers import Activation


def block(x, filters):
    return Activation("elu")(Conv2D(filters, 3, padding="same")(x))


top = Input((32, 32, 1), name="top")
fine = block(top, 8)
coarse = block(MaxPooling2D(2)(fine), 16)
down = Model(top, [fine, coarse, MaxPooling2D(2)(coarse)], name="down")

photo = Input((32, 32, 1), name="photo")
fine, coarse, small = down(photo)
x = block(small, 32)
x = Conv2DTranspose(16, 2, strides=2, activation="relu")(x)
x = block(ops.concatenate([x, coarse], axis=-1), 16)
x = Conv2DTranspose(8, 2, strides=2, activation="relu")(x)
x = block(ops.concatenate([fine, x], axis=-1), 8)
model = Model(photo, Activation("sigmoid")(Conv2D(1, 1)(x)))
model.compile(loss=dice_loss, optimizer=keras.optimizers.Adam(0.004))
rng = np.random.default_rng(0)
for _ in range(20):
    order = rng.permutation(len(pictures))
    for start in range(0, len(order), 16):
        rows = order[start:start + 16]
        model.train_on_batch(pictures[rows], masks[rows])
