# answer: 0.44
