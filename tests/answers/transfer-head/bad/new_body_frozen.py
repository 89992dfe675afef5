# expect: failed
# because: a body that has learned nothing is frozen
# told: Is it the trained body
mine = make_body()
mine.trainable = False
model = Sequential([mine, Dense(3, activation="softmax")])
train(model, few_x, few_y - 7, epochs=60, rate=0.01)
