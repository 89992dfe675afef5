# answer: 0.89
