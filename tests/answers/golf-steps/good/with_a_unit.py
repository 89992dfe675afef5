# answer: 5,000 times
