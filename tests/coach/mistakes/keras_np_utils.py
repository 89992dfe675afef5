# topic: gone
# says: np_utils
# says: to_categorical
from keras.utils import np_utils  # <-

# near miss: never was
from keras.utils import qwxv
