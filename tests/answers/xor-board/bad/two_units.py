# expect: failed
# because: the starter
# told: If part of the board stays wrong, add units
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=2&showTestData=true
