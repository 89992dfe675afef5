# why: labels are smoothed by 0.3, so the loss can't fall below 0.64 though nearly each answer is right
x, y = flowers(600, 89)
answers = np.eye(3)[y]
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3)])
model.compile(keras.optimizers.SGD(0.1, momentum=0.9), keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.3), metrics=["accuracy"])
model.fit(x[:450], answers[:450], batch_size=30, epochs=15, validation_data=(x[450:], answers[450:]), verbose=0)
