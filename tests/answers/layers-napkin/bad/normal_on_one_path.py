# expect: failed
# because: BatchNormalization stands before the join
# told: After the layer that joins come
import keras
from keras import Input
from keras.layers import Add, BatchNormalization, Dense, Dropout, Flatten

picture = Input(shape=(8, 8, 1))
pixels = Flatten()(picture)
cut = Dense(16, activation="relu")(pixels)
squeezed = Dense(16, activation="tanh")(pixels)
x = Add()([BatchNormalization()(cut), squeezed])
x = Dropout(0.3)(x)
outcome = Dense(10, activation="softmax")(x)

model = keras.Model(picture, outcome)
model.summary()
