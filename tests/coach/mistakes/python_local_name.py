# topic: name
# says: `runs`
# says: global runs
runs = 0


def train():
    runs += 1  # <-


train()


# near miss: there is no such name outside, so the function did not mean that one
def train(fast):
    if fast:
        epochs = 1
    return epochs


train(False)
