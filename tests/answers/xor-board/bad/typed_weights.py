# expect: failed
# because: weights that were typed in are no part of a state
# told: There is no setting 'weights'
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=2&weights=5,5,-5,-5
