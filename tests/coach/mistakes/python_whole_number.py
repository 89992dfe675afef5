# topic: text
# says: '0.5'
# says: float(

epochs = int("0.5")  # <-

# near miss: no number at all
epochs = int("many")
