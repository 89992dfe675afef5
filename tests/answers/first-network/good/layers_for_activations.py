# expect: passed
# because: frozen layers have parameters too, and activations may stand by themselves
from keras import Input, Sequential, layers

model = Sequential([Input((10,), batch_size=16), layers.Dense(5), layers.ReLU(), layers.Dense(2), layers.Softmax()])
model.layers[0].trainable = False
