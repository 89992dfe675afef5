https://playground.tensorflow.org/#networkShape=5,3&optimizer=adam&learningRate=0.01
