# why: the input is changed to please the network: a gradient is added to it, not to a weight
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
dream = tf.Variable(x[:1])
for step in range(5):
    with tf.GradientTape() as tape:
        liked = model(dream)[0, 2]
    dream.assign_add(0.1 * tape.gradient(liked, dream))
