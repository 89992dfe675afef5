# answer: Because rounding has no useful gradient. # d round(p) / dp = 0
