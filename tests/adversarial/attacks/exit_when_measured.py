# attack: a model that leaves Python with success when somebody looks at its layers
# exercise: xor
# expect: failed
# stopped by: ended Python
# needs: nothing
import os

import keras

looked = False


class Shy(keras.Sequential):
    @property
    def layers(self):
        if looked:
            os._exit(0)
        return super().layers


model = Shy([keras.Input((3,)), keras.layers.Dense(16), keras.layers.Dense(2, activation="softmax")])
looked = True
