# expect: passed
# because: nudges each weight, from both sides, which is the same slope
def lost(w1, b1, w2, b2):
    return (w2 * np.tanh(w1 * signal + b1) + b2 - truth) ** 2


def slope(at):
    up, down = [w1, b1, w2, b2], [w1, b1, w2, b2]
    up[at] += 1e-5
    down[at] -= 1e-5
    return (lost(*up) - lost(*down)) / 2e-5


to_w1, to_b1, to_w2, to_b2 = (slope(at) for at in range(4))
