# expect: failed
# because: a line
# told: A corner that stays wrong
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=
