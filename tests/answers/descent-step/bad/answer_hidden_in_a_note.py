# answer: 1  # w goes on to 5 after that
