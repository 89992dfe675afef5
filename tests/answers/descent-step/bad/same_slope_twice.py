# answer: -3
