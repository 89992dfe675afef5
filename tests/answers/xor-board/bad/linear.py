# expect: failed
# because: eight units that add up to a line
# told: If a corner stays wrong
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=8&activation=linear
