# expect: failed
# because: the starter
# told: If a corner stays wrong, add units
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=2&showTestData=true
