# expect: failed
# because: Add mixes the branches instead of putting them side by side
# told: Join the two branches with Concatenate
import keras
from keras.layers import Add, Dense

picture, numbers = keras.Input((64,)), keras.Input((3,))
joined = Add()([Dense(8, activation="relu")(picture), Dense(8, activation="relu")(numbers)])
model = keras.Model([picture, numbers], Dense(1, activation="sigmoid")(joined))
