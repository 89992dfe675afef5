# answer: 12 %
