# topic: syntax
# says: Nothing follows the =
# says: Put 3 values after it
w1, w2, b =  # <-

# near miss: a value after the = would not repair it
w1 w2 =
