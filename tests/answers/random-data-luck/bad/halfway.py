# answer: 56
