# answer: (3, 5000)
