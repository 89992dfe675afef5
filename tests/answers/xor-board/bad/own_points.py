# expect: failed
# because: two points of its own, in place of the board
# told: with the exercise's own dataset and points
# answer: https://playground.tensorflow.org/#points=1:1:1,-1:-1:-1,1:2:1,-2:-1:-1&networkShape=2
