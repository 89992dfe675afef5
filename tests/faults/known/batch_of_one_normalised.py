# class: time
# wrong: BatchNormalization has one row a batch, whose spread is 0
# causes: batch
# source: Humbatova 2020, wrong batch size
x, y = flowers(150)
net = Sequential([Input((4,)), layers.Dense(16, activation="relu")])
net.add(layers.BatchNormalization())
net.add(layers.Dense(3, activation="softmax"))
net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(x, y, batch_size=1, epochs=5, verbose=0)  # -
# + net.fit(x, y, batch_size=16, epochs=40, verbose=0)
model = net
