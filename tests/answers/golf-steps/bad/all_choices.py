# answer: large steps, ever smaller steps, a new fall, nothing
