# class: loop
# wrong: the network is built inside of the loop over epochs, so that each epoch starts from nothing
# causes: rebuilt loop underfitting
# source: Humbatova 2020, wrong training loop
def build_model():
    net = keras.Sequential()
    net.add(Input((4,)))
    net.add(layers.Dense(16, activation="relu"))
    net.add(layers.Dense(3, activation="softmax"))
    net.compile(optimizer=keras.optimizers.SGD(0.05), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return net


x, y = flowers(300, seed=37)
# + model = build_model()
for epoch in range(6):
    model = build_model()  # -
    model.fit(x, y, epochs=1, batch_size=64, verbose=0)
