# expect: failed
# because: Dropout stands in a path too
# told: Dropout in one place only
import keras
from keras import Input
from keras.layers import Add, BatchNormalization, Dense, Dropout, Flatten

picture = Input(shape=(8, 8, 1))
pixels = Flatten()(picture)
cut = Dense(16, activation="relu")(Dropout(0.3)(pixels))
squeezed = Dense(16, activation="tanh")(pixels)
x = Add()([cut, squeezed])
x = BatchNormalization()(x)
x = Dropout(0.3)(x)
outcome = Dense(10, activation="softmax")(x)

model = keras.Model(picture, outcome)
