# topic: gone
# says: predict_classes
# says: argmax(axis=1)
model = network()
model.predict_classes(data)  # <-

# near miss: never was
model = network()
model.qwxv(data)
