# expect: passed
# tiers: all
import keras
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler().fit(data)
train_x, test_x, train_y, test_y = train_test_split(data, labels, test_size=0.1, random_state=0)
print("a line:", LogisticRegression().fit(train_x, train_y[:, 0]).score(test_x, test_y[:, 0]))
normalise = keras.layers.Normalization(mean=scaler.mean_, variance=scaler.var_)
model = keras.Sequential([
    keras.Input((3,)),
    normalise,
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(2, activation="softmax"),
])
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(train_x, train_y, epochs=25, validation_data=(test_x, test_y), verbose=0)
