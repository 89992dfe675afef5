# answer: 0.69
