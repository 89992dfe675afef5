# expect: failed
# because: a loop of single epochs without any callback
# told: Leave epochs=60, in one fit
model = fresh()
for epoch in range(60):
    history = model.fit(x[:1000], y[:1000], epochs=1, validation_data=(x[1000:], y[1000:]), verbose=0)
    if history.history["val_accuracy"][0] >= 0.93:
        break

asked = history.params["epochs"]
reached = np.array(history.history["val_accuracy"]) >= 0.93
late = len(reached) - 1 - int(reached.argmax())
