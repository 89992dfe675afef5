# answer: 0.73
