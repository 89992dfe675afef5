# answer: (8000, 2)
