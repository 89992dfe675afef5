# answer: more data
