# expect: failed
# because: the new head beside the old one, ten outputs
# told: Three numbers for each picture
import keras
from keras.layers import Concatenate

network.trainable = False
ten = Concatenate()([network.outputs[0], Dense(3, activation="softmax")(network.layers[-2].output)])
model = keras.Model(network.inputs, ten)
train(model, few_x, few_y, epochs=60, rate=0.01)
