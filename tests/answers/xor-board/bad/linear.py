# expect: failed
# because: eight units that add up to a line
# told: If part of the board stays wrong
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=8&activation=linear
