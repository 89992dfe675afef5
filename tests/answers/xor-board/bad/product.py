# expect: failed
# because: the product as an input, which is the answer
# told: this network may not be used
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=&xTimesY=true
