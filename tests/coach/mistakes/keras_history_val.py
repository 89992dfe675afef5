# topic: history
# says: validation
model = network()
history = model.fit(data, labels, verbose=0)
print(history.history["val_loss"])  # <-

# near miss: a dictionary of the learner's own
curves = {"loss": [1, 2]}
print(curves["val_loss"])
