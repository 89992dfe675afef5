# answer: the data or the training
