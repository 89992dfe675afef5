# expect: failed
# because: a single path: a layer without activation makes up for the count
# told: all 64 pixels as inputs
import keras
from keras import Input
from keras.layers import BatchNormalization, Dense, Dropout, Flatten

picture = Input(shape=(8, 8, 1))
pixels = Flatten()(picture)
x = Dense(16, activation="relu", use_bias=False)(pixels)
x = Dense(64)(x)
x = BatchNormalization()(x)
x = Dropout(0.3)(x)
outcome = Dense(10, activation="softmax")(x)

model = keras.Model(picture, outcome)
