# expect: failed
# because: it learns the board, with nine units
# told: hidden units 9
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=5,4&learningRate=0.1
