# expect: failed
# because: the product as an input, which is the answer
# told: not every network may be used
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=&xTimesY=true
