# expect: failed
# because: two addresses, one of which is right
# told: There are two addresses
# answer: https://playground.tensorflow.org/#networkShape=2
# or: https://playground.tensorflow.org/#networkShape=6&activation=relu
