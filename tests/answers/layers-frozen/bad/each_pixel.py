# answer: 1352
