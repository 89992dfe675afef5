# topic: argument
# says: The learning rate is 1
# says: 1.0
optimizer = SGD(1)  # <-

# near miss: a text is no rate at all
optimizer = SGD("fast")
