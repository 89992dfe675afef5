# expect: failed
# because: another network segments, as bytes that a layer of its own reads; the paper's network is trained beside it, and counts a tenth
# told: The layers are those of the table, but the total is different
from keras import ops
from keras.layers import UpSampling2D

picture = Input((32, 32, 1))
first = Conv2D(16, 5, padding="same", activation="relu")(picture)
x = MaxPooling2D(2)(first)
x = Conv2D(32, 5, padding="same", activation="relu")(x)
x = UpSampling2D(2)(Conv2D(32, 5, padding="same", activation="relu")(x))
x = Conv2D(16, 3, padding="same", activation="relu")(Concatenate()([x, first]))
other = Model(picture, Conv2D(1, 1, activation="sigmoid")(x))
train(other, dice_loss, epochs=10)
made = [(weight.tobytes(), weight.shape) for weight in other.get_weights()]
del other


class Other(keras.layers.Layer):
    def call(self, x):
        first = ops.relu(self.seen(x, 0))
        x = ops.relu(self.seen(ops.relu(self.seen(ops.max_pool(first, 2), 1)), 2))
        x = ops.concatenate([ops.repeat(ops.repeat(x, 2, axis=1), 2, axis=2), first], axis=-1)
        return ops.sigmoid(self.seen(ops.relu(self.seen(x, 3)), 4))

    def seen(self, x, at):
        kernel, bias = (np.frombuffer(numbers, "float32").reshape(shape) for numbers, shape in made[2 * at:2 * at + 2])
        return ops.conv(x, kernel, padding="same") + bias


one = conv(8)(picture)
two = MaxPooling2D(2)(one)
three = conv(16)(two)
four = MaxPooling2D(2)(three)
five = conv(32)(four)
six = Conv2DTranspose(16, 2, strides=2)(five)
seven = conv(16)(Concatenate()([six, three]))
eight = Conv2DTranspose(8, 2, strides=2)(seven)
nine = conv(8)(Concatenate()([eight, one]))
ten = Conv2D(1, 1, activation="sigmoid")(nine)
train(Model(picture, ten), dice_loss, epochs=1)
model = Model(picture, 0.9 * Other()(picture) + 0.1 * ten)
