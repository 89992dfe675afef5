# expect: failed
# because: an output that is drawn as one class or the other has the same loss, whatever is collected beside it
# told: If part of the board stays wrong
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=3&discretize=true&collectStats=true
