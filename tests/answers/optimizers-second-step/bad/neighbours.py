# answer: 0.0005
