# answer: 0.005
