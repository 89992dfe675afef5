# expect: failed
# because: the second path meets the first by a factor of 0 only
# told: one path after relu and the other after tanh
import keras
from keras import Input
from keras.layers import Add, BatchNormalization, Dense, Dropout, Flatten

picture = Input(shape=(8, 8, 1))
pixels = Flatten()(picture)
cut = Dense(16, activation="relu")(pixels)
squeezed = Dense(16, activation="tanh")(pixels)
x = Add()([cut, 0 * squeezed])
x = BatchNormalization()(x)
x = Dropout(0.3)(x)
outcome = Dense(10, activation="softmax")(x)

model = keras.Model(picture, outcome)
