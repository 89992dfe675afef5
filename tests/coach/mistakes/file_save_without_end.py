# topic: file
# says: 'model'
# says: 'model.keras'
network().save("model")  # <-

# near miss: a folder that is not there
network().save("nowhere/model.keras")
