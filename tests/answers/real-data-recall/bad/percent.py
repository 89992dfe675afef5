# answer: 91 percent
