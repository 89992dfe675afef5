# answer: `nothing`
