# topic: gone
# says: keras.ops.
from keras import backend as K

K.exp(data)  # <-

# near miss: never was
from keras import backend as K

K.qwxv(data)
