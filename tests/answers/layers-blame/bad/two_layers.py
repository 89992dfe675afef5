# answer: Dropout and BatchNormalization
