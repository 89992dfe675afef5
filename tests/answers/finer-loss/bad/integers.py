# answer: the labels are no integers
