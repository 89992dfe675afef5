# answer: the batch size
