# answer: 50 %
