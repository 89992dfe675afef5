# topic: text
# says: int
# says: f"

epochs = 3
print("epochs: " + epochs)  # <-

# near miss: no text is being made
epochs = [3]
epochs = epochs + 4
