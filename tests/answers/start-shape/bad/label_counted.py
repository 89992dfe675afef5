# answer: (5000, 4)
