# topic: unbuilt
# says: adapt
words = layers.StringLookup()
numbers = words(["a", "b"])  # <-

# near miss: adapted
words = layers.StringLookup()
words.adapt(["a", "b"])
numbers = words(["a", "b"])
