# answer: 32
