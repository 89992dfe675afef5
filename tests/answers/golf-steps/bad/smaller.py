# answer: ever smaller steps
