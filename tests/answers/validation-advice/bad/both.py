# answer: more epochs and more units
