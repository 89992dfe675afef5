# answer: -ln(1/10) = 2.3
