# answer: the data
