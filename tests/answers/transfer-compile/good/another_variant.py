# answer: it trains it at a lower rate
