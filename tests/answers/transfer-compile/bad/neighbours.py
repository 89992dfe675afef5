# answer: nothing
