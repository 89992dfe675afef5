# answer: large steps
