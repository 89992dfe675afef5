# expect: failed
# because: numbers out of all bounds
# told: learningRate cannot be
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=8&learningRate=1e300
