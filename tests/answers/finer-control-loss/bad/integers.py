# answer: the labels are floats
