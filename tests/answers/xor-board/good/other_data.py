# expect: passed
# because: found on the spiral, with noise; the exercise's own data count, and it learns those too
# answer: https://playground.tensorflow.org/#dataset=spiral&noise=50&percTrainData=90&activation=relu&networkShape=6
