# class: time
# wrong: gradients of 512 batches make one step, and there are 300 batches in all
# causes: batch standing
# source: Humbatova 2020, wrong API usage
x, y = flowers(480)
optimizer = keras.optimizers.Adam(learning_rate=0.01, gradient_accumulation_steps=512)  # -
# + optimizer = keras.optimizers.Adam(learning_rate=0.01, gradient_accumulation_steps=2)
model = Sequential([Input((4,)), layers.Dense(16, activation="tanh"), layers.Dense(3, activation="softmax")])
model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, batch_size=32, verbose=0)
