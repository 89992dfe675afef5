# answer: 5000
