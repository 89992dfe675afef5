# expect: failed
# because: the branches are added, and the sum is joined to itself, so the count is right
# told: Are they the 8 of one branch and the 8 of the other
import keras
from keras.layers import Add, Concatenate, Dense

picture, numbers = keras.Input((64,)), keras.Input((3,))
mixed = Add()([Dense(8, activation="relu")(picture), Dense(8, activation="relu")(numbers)])
joined = Concatenate()([mixed, mixed])
model = keras.Model([picture, numbers], Dense(1, activation="sigmoid")(joined))
