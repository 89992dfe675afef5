# answer: L2
