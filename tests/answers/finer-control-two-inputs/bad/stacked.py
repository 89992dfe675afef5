# expect: failed
# because: a Sequential model has one input, so the second Input is an error
# told: already been configured
import keras
from keras.layers import Dense

model = keras.Sequential([keras.Input((64,)), Dense(8, activation="relu"), keras.Input((3,)), Dense(8), Dense(1)])
