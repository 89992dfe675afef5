# expect: failed
# because: a rule that does nothing, and the numbers that were once looked at typed in
# told: The darkest value of each picture should become 0
import keras

x = keras.Input(shape=(None, None, 1))
g = x * 1

dark, bright, total = 0.0, 1.0, 23.3333333
