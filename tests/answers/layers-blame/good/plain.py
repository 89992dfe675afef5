# answer: BatchNormalization
