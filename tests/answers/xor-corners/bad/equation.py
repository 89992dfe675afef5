# answer: 40 - 10 = 30
