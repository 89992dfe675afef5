# answer: it trains it at a rate of 0.01
