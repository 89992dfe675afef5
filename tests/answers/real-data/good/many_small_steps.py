# expect: passed
# because: a single unit at the default rate, with small batches and many epochs instead of larger steps
from keras import Sequential, layers

first = layers.Normalization()
first.adapt(x_train)
model = Sequential()
model.add(first)
model.add(layers.Dense(1))
model.add(layers.Activation("sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(x_train, y_train, batch_size=8, epochs=60, validation_data=(x_val, y_val), verbose=0)
