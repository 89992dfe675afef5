# answer: the labels are no integers; rounding has no useful gradient
