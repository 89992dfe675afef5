# answer: 15000
