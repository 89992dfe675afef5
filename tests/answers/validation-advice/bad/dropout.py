# answer: dropout
