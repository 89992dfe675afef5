# answer: 16
