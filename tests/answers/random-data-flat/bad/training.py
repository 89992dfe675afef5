# answer: the training
