# answer: 160
