# answer: the labels are floats; rounding has no useful gradient
