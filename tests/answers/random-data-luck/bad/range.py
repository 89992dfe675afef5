# answer: between 50 and 62
