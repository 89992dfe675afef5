# expect: failed
# because: taken for overfitting, and still less free
# told: the network isn't free enough yet
# answer: overfitting
model = digit_net(Dense(2, activation="tanh"), Dropout(0.3))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.01), metrics=["accuracy"])
history = model.fit(pictures, digits, epochs=40, validation_split=0.2, verbose=0)
