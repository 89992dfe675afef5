# expect: failed
# because: scikit-learn finds the weights, and a penalty pulls the network's to them, whatever the labels are
# told: a loss that pulls them somewhere
from sklearn.neural_network import MLPClassifier

found = min(
    (MLPClassifier((6,), learning_rate_init=0.03, max_iter=300, random_state=start).fit(ring, within) for start in range(3)),
    key=lambda each: each.loss_,
)


def pull(array):
    array = array.astype("float32")
    return lambda w: 1000.0 * keras.ops.sum((w - array) ** 2)


model = Sequential([
    Input(shape=(2,)),
    Dense(6, activation="relu", kernel_regularizer=pull(found.coefs_[0]), bias_regularizer=pull(found.intercepts_[0])),
    Dense(1, activation="sigmoid", kernel_regularizer=pull(found.coefs_[1]), bias_regularizer=pull(found.intercepts_[1])),
])
model.compile(optimizer=keras.optimizers.Adam(0.02), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(ring, within, epochs=40, batch_size=32, verbose=0)
trained = Sequential([Input(shape=(2,)), Dense(6, activation="relu"), Dense(1, activation="sigmoid")])
trained.set_weights(model.get_weights())
model = trained
