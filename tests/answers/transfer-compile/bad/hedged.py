# answer: nothing, or it trains it at a rate of 0.01
