# answer: 0.99
