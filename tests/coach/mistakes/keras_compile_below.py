# topic: compile
# says: line 4
# says: above
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.fit(data, labels)  # <-

model.compile(loss="sparse_categorical_crossentropy")

# near miss: compiled later once more, and before too
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy")
model.fit(data, labels, verbose=0)
model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
