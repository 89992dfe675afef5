# answer: 4 - 1 = 3
