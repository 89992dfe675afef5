# expect: passed
# because: each path is a Sequential model
import keras
from keras import Input
from keras.layers import Average, BatchNormalization, Dense, Dropout, Flatten

picture = Input(shape=(8, 8, 1))
cut = keras.Sequential([Flatten(), Dense(16, activation="relu")])(picture)
squeezed = keras.Sequential([Flatten(), Dense(16, activation="tanh")])(picture)
x = Average()([cut, squeezed])
x = BatchNormalization()(x)
x = Dropout(0.3)(x)
outcome = Dense(10, activation="softmax")(x)

model = keras.Model(picture, outcome)
model.summary()
