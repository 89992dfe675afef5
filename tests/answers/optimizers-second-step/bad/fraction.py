# answer: 1/2000
