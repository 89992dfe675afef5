# answer: 8 - 12
