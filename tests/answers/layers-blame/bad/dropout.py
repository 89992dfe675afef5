# answer: Dropout
