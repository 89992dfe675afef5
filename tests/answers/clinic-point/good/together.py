# expect: passed
# because: pictures and labels mixed by one call of scikit-learn
# answer: "shuffled labels"
from sklearn.utils import shuffle

x, y = shuffle(pictures, digits, random_state=3)
model = digit_net(Dense(64, activation="relu"))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.003), metrics=["accuracy"])
history = model.fit(x, y, epochs=20, validation_split=0.2, verbose=0)
