# answer: 60
