# expect: failed
# because: the attention of the lesson with weights that were set, and no training
# told: Near 0.25 it is guessing
import keras
import numpy as np
from keras.layers import Attention, Dense, Flatten

steps = keras.Input((65, 8))
colour = Dense(8, use_bias=False, name="colour")
hook = Dense(4, use_bias=False, name="hook")
found = Flatten()(Attention()([colour(steps[:, -1:]), hook(steps), colour(steps[:, :])]))
model = keras.Model(steps, found)
colour.set_weights([np.diag([4.0] * 4 + [0.0] * 4)])
hook.set_weights([np.eye(8)[:, 4:]])
