# answer: 5e-4
