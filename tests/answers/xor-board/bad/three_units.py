# expect: failed
# because: three units draw three lines, and a corner stays half wrong
# told: If part of the board stays wrong
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=3&learningRate=0.3
