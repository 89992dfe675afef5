# answer: 2.303
