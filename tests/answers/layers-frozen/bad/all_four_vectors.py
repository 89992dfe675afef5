# answer: 64
