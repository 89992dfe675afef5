# expect: failed
# because: the darkest and the brightest of the pictures of the old starter, written into the rule
# told: of each picture, or of the whole batch
import keras

x = keras.Input(shape=(None, None, 1))
g = (x - 50) / (199 - 50)
