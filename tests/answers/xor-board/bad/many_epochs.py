# expect: failed
# because: it asks for a million epochs
# told: There is no setting 'epochs'
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=4&epochs=1000000
