# answer: 0.03
