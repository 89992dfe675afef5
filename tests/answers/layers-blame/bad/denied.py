# answer: not BatchNormalization
