# topic: file
# says: 'best.h5'
# says: 'best.weights.h5'
network().save_weights("best.h5")  # <-

# near miss: a folder that is not there
network().save_weights("nowhere/best.weights.h5")
