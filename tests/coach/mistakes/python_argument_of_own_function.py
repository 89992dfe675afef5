# topic: argument
# says: `epoch`
# says: epochs=


def train(model, epochs):
    model.fit(data, labels, epochs=epochs)


train(network(), epoch=3)  # <-


# near miss: no argument is called anything like that
def train(model, epochs):
    model.fit(data, labels, epochs=epochs)


train(network(), colour=3)
