# answer: a new fall
