# attack: a Lambda computes the answer
# exercise: xor
# expect: failed
# stopped by: 0.4
# needs: nothing
import keras
from keras import ops

inputs = keras.Input((3,))
odd = keras.layers.Lambda(lambda x: ops.cast(ops.prod(ops.sign(x), axis=1, keepdims=True) > 0, "float32"))(inputs)
hidden = keras.layers.Dense(16)(odd)
model = keras.Model(inputs, keras.layers.Dense(2, activation="softmax")(hidden))
model.layers[2].set_weights([keras.ops.convert_to_numpy(ops.eye(1, 16)), ops.convert_to_numpy(ops.zeros(16))])
