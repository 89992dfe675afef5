# answer: they learn more
