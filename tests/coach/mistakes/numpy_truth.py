# topic: truth
# says: .all()

if data > 0:  # <-
    print("positive")

# near miss: an exception of the learner's own
raise ValueError("The truth value of this is ambiguous")
