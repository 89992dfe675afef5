# answer: the loss is too small
