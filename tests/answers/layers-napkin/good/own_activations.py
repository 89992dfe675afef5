# expect: passed
# because: activations as layers of their own
import keras
from keras import Input
from keras.layers import Activation, Add, BatchNormalization, Dense, Dropout, Flatten

picture = Input(shape=(8, 8, 1))
pixels = Flatten()(picture)
cut = Activation("relu")(Dense(16)(pixels))
squeezed = Activation("tanh")(Dense(16)(pixels))
x = Add()([cut, squeezed])
x = BatchNormalization()(x)
x = Dropout(0.3)(x)
outcome = Activation("softmax")(Dense(10)(x))

model = keras.Model(picture, outcome)
model.summary()
