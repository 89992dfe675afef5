# answer: 1e-2
