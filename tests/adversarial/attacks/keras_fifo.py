# attack: a pipe that nobody writes to in place of the saved model
# exercise: xor
# expect: failed
# stopped by: hidden accuracy
# needs: nothing
import os

import keras

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(16), keras.layers.Dense(2, activation="softmax")])
keras.src.saving.saving_lib.save_model = lambda _, path, *args, **kwargs: os.mkfifo(path)
