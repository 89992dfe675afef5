# answer: 0.97
