# answer: fewer epochs and more units
