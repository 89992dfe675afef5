# answer: tensors can't be compared
