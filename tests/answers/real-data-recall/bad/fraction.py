# answer: 58/64
