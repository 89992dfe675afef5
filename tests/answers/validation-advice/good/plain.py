# answer: more units
