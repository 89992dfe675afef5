# expect: passed
# because: branches by name, joined by the function instead of the class
import keras
from keras import layers

picture, numbers = keras.Input((64,)), keras.Input((3,))
left = layers.Dense(8, activation="relu")(picture)
right = layers.Dense(8, activation="relu")(numbers)
model = keras.Model(inputs=[picture, numbers], outputs=layers.Dense(1, activation="sigmoid")(layers.concatenate([left, right])))
