# answer: 0.0001
