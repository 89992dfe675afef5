# answer:
