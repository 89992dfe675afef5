# expect: failed
# because: it prints without end
# line: 4
while True: print("flood " * 20)
