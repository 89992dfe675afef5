# answer:
5
