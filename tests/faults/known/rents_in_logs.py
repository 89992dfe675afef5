# class: prediction
# wrong: the network learned the logarithm of the rent, and its output is taken for the rent
# causes: prediction
# source: Kaggle, log1p of the target; StackOverflow, inverse_transform of predictions
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(92)
rooms = rng.integers(1, 7, 1000)
distance = rng.uniform(0, 15, 1000)
rent = 450 * rooms**0.7 * np.exp(-0.05 * distance) * np.exp(rng.normal(0, 0.08, 1000))
x = np.column_stack([(rooms - 3.5) / 1.7, (distance - 7.5) / 4.3])

model = keras.Sequential([keras.Input((2,)), layers.Dense(32, activation="relu"), layers.Dense(32, activation="relu"), layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.003), "mse")
model.fit(x[:800], np.log1p(rent[:800]), epochs=40, verbose=0)

predicted = model.predict(x[800:], verbose=0)[:, 0]
# + predicted = np.expm1(predicted)
off_by = np.mean(np.abs(predicted - rent[800:]))
