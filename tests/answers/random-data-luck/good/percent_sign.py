# answer: 50%
