# expect: failed
# because: a layer more than there can be, in the hope of the usual network in its place
# told: networkShape cannot be
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=1,1,1,1,1,1,1
