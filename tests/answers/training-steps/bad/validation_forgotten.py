# answer: 80
