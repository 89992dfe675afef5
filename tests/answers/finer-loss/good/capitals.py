# answer: Rounding has no useful gradient
