# expect: failed
# because: 32 numbers leave the layer that joins
# told: how many numbers does the layer that joins
import keras
from keras import Input
from keras.layers import BatchNormalization, Concatenate, Dense, Dropout, Flatten

picture = Input(shape=(8, 8, 1))
pixels = Flatten()(picture)
cut = Dense(16, activation="relu")(pixels)
squeezed = Dense(16, activation="tanh")(pixels)
x = Concatenate()([cut, squeezed])
x = BatchNormalization()(x)
x = Dropout(0.3)(x)
outcome = Dense(10, activation="softmax")(x)

model = keras.Model(picture, outcome)
model.summary()
