# answer: 32 parameters, a mean and a variance per channel
