# answer: 5,000 x 3
