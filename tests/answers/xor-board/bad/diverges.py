# expect: failed
# because: its weights grow until they are no numbers
# told: Diverged at epoch
# answer: https://playground.tensorflow.org/#dataset=xor&networkShape=6&activation=relu&learningRate=1&regularization=L2&regularizationRate=3
