# expect: failed
# because: a line
# told: If part of the board stays wrong
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=
