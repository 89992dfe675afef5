# topic: argument
# says: 50
# says: 0.5
layer = Dropout(50)  # <-

# near miss: no percentage either
layer = Dropout(-1)
