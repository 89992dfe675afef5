# answer: 44 %
