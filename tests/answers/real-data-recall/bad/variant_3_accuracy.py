# answer: 0.91
