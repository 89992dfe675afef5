# expect: passed
# because: two hidden layers and Adam; the address stands alone in its line, and has no dataset
https://playground.tensorflow.org/#networkShape=5,3&optimizer=adam&learningRate=0.01
