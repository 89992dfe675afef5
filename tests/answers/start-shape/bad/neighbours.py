# answer: (5000, 3)
