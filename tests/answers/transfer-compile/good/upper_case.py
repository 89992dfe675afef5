# answer: NOTHING
