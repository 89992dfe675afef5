# answer: fewer epochs
