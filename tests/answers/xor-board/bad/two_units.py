# expect: failed
# because: the starter
# told: A corner that stays wrong wants more units
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=2&showTestData=true
