# answer: 0.001
