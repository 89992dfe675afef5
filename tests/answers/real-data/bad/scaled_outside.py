# expect: failed
# because: scaled in numpy; the model itself has never seen a raw column
# told: The grader hands over the columns as they were measured
from keras import Input, Sequential
from keras.layers import Dense

mean, spread = x_train.mean(axis=0), x_train.std(axis=0)
model = Sequential([Input(shape=(30,)), Dense(4, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(
    (x_train - mean) / spread, y_train, epochs=60, validation_data=((x_val - mean) / spread, y_val), verbose=0
)
