# expect: failed
# because: a single path
# told: Does each path have a Dense layer
import keras
from keras import Input
from keras.layers import BatchNormalization, Dense, Dropout, Flatten

picture = Input(shape=(8, 8, 1))
pixels = Flatten()(picture)
cut = Dense(16, activation="relu")(pixels)
x = cut
x = BatchNormalization()(x)
x = Dropout(0.3)(x)
outcome = Dense(10, activation="softmax")(x)

model = keras.Model(picture, outcome)
model.summary()
