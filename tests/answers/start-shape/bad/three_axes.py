# answer: (5000, 3, 1)
