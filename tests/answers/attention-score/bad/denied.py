# answer: 0.5? no
