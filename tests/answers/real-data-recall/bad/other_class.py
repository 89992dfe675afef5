# answer: 0.98
