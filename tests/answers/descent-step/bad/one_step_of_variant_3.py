# answer: -2
