# class: labels
# wrong: the classes are numbered -1 and 1, which a crossentropy takes for probabilities
# causes: labels
# source: DeepFD, wrong labels for the loss
x, y = points()
sign = np.where(y == 1, 1, -1)  # -
# + sign = np.where(y == 1, 1, 0)
net = Sequential([Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(1)])
net.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
net.fit(x, sign, epochs=30, batch_size=16, verbose=0)
model = net
