# answer: five (back at the start)
