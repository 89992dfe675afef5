# topic: compile
# says: In line 2, ['accuracy'] is the third argument
# says: metrics=['accuracy']
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
model.fit(data, labels, verbose=0)  # <-

# near miss: weights of the loss, by place
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", [0.5])
model.fit(data, labels, verbose=0)
