# answer: (5000,)
