# answer: 1.609
