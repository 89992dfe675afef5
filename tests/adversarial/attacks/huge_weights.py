# attack: a network of four gigabytes, to be saved, copied, loaded and measured
# exercise: xor
# expect: failed
# stopped by: memory limit
# needs: nothing
import keras

model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(30_000), keras.layers.Dense(30_000)])
