# topic: activation
# says: no activation
# says: Dense(2, activation='softmax')
# says: from_logits=True
model = Sequential([Input((3,)), Dense(4, activation="relu"), Dense(2)])  # <-
model.compile(loss="sparse_categorical_crossentropy")
model.fit(data, labels, verbose=0)

# near miss: the loss was told
model = Sequential([Input((3,)), Dense(4, activation="relu"), Dense(2)])
model.compile(optimizer=Adam(0.05), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(data, labels, epochs=15, verbose=0)
