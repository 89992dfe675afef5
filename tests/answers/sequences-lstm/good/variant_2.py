# answer: 512
