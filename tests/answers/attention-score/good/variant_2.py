# answer: 0.88
