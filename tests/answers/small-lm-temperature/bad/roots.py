# answer: 0.8
