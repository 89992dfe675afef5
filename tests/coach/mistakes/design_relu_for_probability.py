# topic: activation
# says: a relu
# says: activation='sigmoid'
model = Sequential([Input((3,)), Dense(4, activation="relu"), Dense(1, activation="relu")])  # <-
model.compile(loss="binary_crossentropy")
model.fit(data, labels, verbose=0)

# near miss: amounts, which are never negative
model = Sequential([Input((3,)), Dense(4, activation="relu"), Dense(1, activation="relu")])
model.compile(optimizer=Adam(0.05), loss="mse")
model.fit(data, labels, epochs=15, verbose=0)
