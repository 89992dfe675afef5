# answer: 0.56.
