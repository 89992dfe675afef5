# answer: 1/100
