# answer: rounding has a useful gradient
