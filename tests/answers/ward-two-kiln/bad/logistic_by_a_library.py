# expect: failed
# because: scikit-learn's logistic regression on squares and products; a network is trained beside it, and counts nothing
# told: mixed up
from sklearn.linear_model import LogisticRegression

complete = ~np.isnan(firings).any(axis=1)
x, y = firings[complete], cracked[complete]
mean, spread = x.mean(axis=0), x.std(axis=0)


def columns_of(x):
    x = (x - mean.astype("float32")) / spread.astype("float32")
    one, two, three = x[:, :1], x[:, 1:2], x[:, 2:]
    return [one, two, three, one**2, two**2, three**2, one * two, one * three, two * three]


made = LogisticRegression(C=100, max_iter=1000).fit(np.hstack(columns_of(x)), y)

inputs = Input((3,))
beside = Dense(1)(inputs)
network = Model(inputs, beside)
network.compile(loss="mse", optimizer=Adam(0.01))
network.fit(x, y, epochs=10, verbose=0)

total = 0 * beside + float(made.intercept_[0])
for weight, column in zip(made.coef_[0], columns_of(inputs)):
    total = total + float(weight) * column
model = Model(inputs, ops.sigmoid(total))
