# expect: failed
# because: the starter's list of causes, given as the answer
# told: Answer with one of these choices
# answer: inputs not scaled, leak, one softmax unit, overfitting, rate too high, rate too low, shuffled labels, sorted data, underfitting, wrong loss
model = digit_net(Dense(64, activation="tanh"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003), metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=20, validation_split=0.2, verbose=0)
