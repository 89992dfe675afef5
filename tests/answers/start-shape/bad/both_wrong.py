# answer: (4, 5000)
