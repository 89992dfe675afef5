# expect: failed
# because: relu is forgotten in one of the branches
# told: Give each input 8 units with relu
import keras
from keras import Input
from keras.layers import Concatenate, Dense

picture, numbers = Input(shape=(64,)), Input(shape=(3,))
joined = Concatenate()([Dense(8, activation="relu")(picture), Dense(8)(numbers)])
model = keras.Model([picture, numbers], Dense(1, activation="sigmoid")(joined))
