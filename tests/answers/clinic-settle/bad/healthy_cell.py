# expect: failed
# because: the lesson's healthy training, pasted
# told: Look at the curves
# answer: rate too high
model = odd_net()
history = model.fit(
    pictures, digits % 2,
    epochs=20, validation_split=0.2, verbose=0,
)
report(history)
