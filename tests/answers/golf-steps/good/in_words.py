# answer: five thousand steps
