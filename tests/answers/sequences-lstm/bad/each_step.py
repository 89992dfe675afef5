# answer: 19200
