# expect: failed
# because: both paths go through the same layer
# told: a Dense layer of its own
import keras
from keras import Input
from keras.layers import Add, BatchNormalization, Dense, Dropout, Flatten

picture = Input(shape=(8, 8, 1))
pixels = Flatten()(picture)
dense = Dense(16, activation="relu")
cut = dense(pixels)
squeezed = dense(pixels)
x = Add()([cut, squeezed])
x = BatchNormalization()(x)
x = Dropout(0.3)(x)
outcome = Dense(10, activation="softmax")(x)

model = keras.Model(picture, outcome)
model.summary()
