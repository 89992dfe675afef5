# expect: failed
# because: the old head, which knows other digits
# told: stays behind
body.trainable = False
model = Sequential([body, old_head])
train(model, few_x, few_y - 7, epochs=40, rate=0.01)
