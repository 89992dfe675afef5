# answer: two times
