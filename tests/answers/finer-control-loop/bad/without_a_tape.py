# expect: failed
# because: gradients by NumPy, where the tape was asked for
# told: neither from a tape
import keras
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")])
w, b, v, c = (a.astype(float) for a in model.get_weights())
for step in range(4000):
    h = np.tanh(points @ w + b)
    p = 1 / (1 + np.exp(-(h @ v + c)))
    d = (p - inside) / len(points)
    e = d @ v.T * (1 - h**2)
    w, b, v, c = w - 3 * points.T @ e, b - 3 * e.sum(0), v - 3 * h.T @ d, c - 3 * d.sum(0)
model.set_weights([w, b, v, c])
