# expect: failed
# because: least squares by NumPy; a network is trained beside it, and counts nothing
# told: mixed up
# answer: wrong loss
from keras import Model

made = np.hstack([np.ones((len(flats), 1)), flats, flats**2, flats * np.roll(flats, 1, axis=1)])
found = np.linalg.lstsq(made, np.ravel(rents), rcond=None)[0]

inputs = Input((3,))
first, second, third = (inputs[:, at : at + 1] for at in range(3))
columns = [first, second, third, first**2, second**2, third**2, first * third, second * first, third * second]
beside = Dense(1)(inputs)
network = Model(inputs, beside)
network.compile(loss="mse", optimizer=Adam(0.01))
network.fit(flats, rents, epochs=10, verbose=0)

used = 1e-9 * beside + float(found[0])
for weight, column in zip(found[1:], columns):
    used = used + float(weight) * column
model = Model(inputs, used)
