# answer: 600
