# expect: failed
# because: all its units left out half of the time
# told: If part of the board stays wrong
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=8&activation=relu&dropout=0.5
