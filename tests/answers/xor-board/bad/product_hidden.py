# expect: failed
# because: inputs hidden and shown again, so that the product is one in the end
# told: x, y, xTimesY
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=8&learningRate=0.1&xTimesY_hide=true&xTimesY=true&xTimesY_hide=false
