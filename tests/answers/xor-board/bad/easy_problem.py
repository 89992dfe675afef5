# expect: failed
# because: another problem, whose losses are small from the start
# told: with the exercise's own problem
# answer: https://playground.tensorflow.org/#problem=regression&regDataset=reg-gauss&networkShape=2
