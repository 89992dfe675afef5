# answer: 25 (20 weights and 5 biases)
