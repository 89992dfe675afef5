https://playground.tensorflow.org/#networkShape=5,3&optimizer=momentum
