# answer: .5
