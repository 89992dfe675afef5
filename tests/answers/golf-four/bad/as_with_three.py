# answer: 1
