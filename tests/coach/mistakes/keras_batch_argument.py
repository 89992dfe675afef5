# topic: argument
# says: `batch`
# says: batch_size=
model = network()
model.fit(data, labels, batch=32)  # <-

# near miss: like nothing that fit takes
model = network()
model.fit(data, labels, colour=32)
