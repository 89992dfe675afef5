# class: size
# wrong: all weights begin as 0, so all units are the same
# causes: initial
# source: Humbatova 2020, wrong weights initialisation
x, y = points()
stack = []
for width in (16, 16):
    stack.append(layers.Dense(width, activation="relu", kernel_initializer="zeros"))  # -
    # + stack.append(layers.Dense(width, activation="relu"))
model = Sequential([Input((2,)), *stack, layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
