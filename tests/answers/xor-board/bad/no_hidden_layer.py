# expect: failed
# because: a line
# told: If a corner stays wrong
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=
