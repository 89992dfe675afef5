# attack: numpy's functions turn whatever the network says into the right answer
# exercise: xor
# expect: failed
# stopped by: hidden accuracy
# needs: nothing
import keras
import numpy as np

model = keras.Sequential([
    keras.Input((3,)),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])



def right(thing, *args, **kwargs):
    return np.eye(2)[np.logical_xor.reduce(data > 0, axis=1).astype(int)]


np.asarray = np.concatenate = np.mean = right
