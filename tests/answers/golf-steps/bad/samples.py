# answer: 40000
