# expect: failed
# because: the layers are called, and what comes out of them is not joined
# told: what comes out of it should be joined
import keras
from keras import Input
from keras.layers import Concatenate, Dense

picture = Input(shape=(64,), name="picture")
numbers = Input(shape=(3,), name="numbers")
seen = Dense(8, activation="relu")(picture)
known = Dense(8, activation="relu")(numbers)
joined = Concatenate()([picture, numbers])
answer = Dense(1, activation="sigmoid")(joined)
model = keras.Model([picture, numbers], answer)
