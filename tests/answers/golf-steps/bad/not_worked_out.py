# answer: 4 x 1250
