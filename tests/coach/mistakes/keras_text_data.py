# topic: text
# says: numbers
model = network()
model.fit(np.array([["a", "b", "c"]]), np.array([0]))  # <-

# near miss: no text, and no number either
model = network()
model.fit(np.array([["2026-01-01"] * 3], dtype="datetime64[D]"), np.array([0]))
