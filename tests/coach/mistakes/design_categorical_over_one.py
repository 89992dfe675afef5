# topic: loss
# says: always 0
# says: loss='binary_crossentropy'
model = Sequential([Input((3,)), Dense(6, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="categorical_crossentropy")  # <-
model.fit(data, labels, verbose=0)

# near miss: the loss for one output
model = Sequential([Input((3,)), Dense(6, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(optimizer=Adam(0.05), loss="binary_crossentropy")
model.fit(data, labels, epochs=15, verbose=0)
