# answer: 0.95
