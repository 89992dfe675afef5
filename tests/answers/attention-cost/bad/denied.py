# answer: not 9
