# answer: more_units
