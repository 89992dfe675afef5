# answer: I'd use more units, since both losses are bad
