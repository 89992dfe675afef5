# expect: failed
# because: the right numbers, copied, behind arrays that nothing looks at
# told: With other pictures and parameters
from sklearn.datasets import load_digits

rng = np.random.default_rng(7)
images = load_digits().images[:7].astype("float32")
w1 = rng.integers(-1, 2, size=(64, 20)).astype("float32")
b1 = rng.integers(-1, 2, size=20).astype("float32")
w2 = rng.integers(-1, 2, size=(10, 20)).astype("float32")
b2 = rng.integers(-1, 2, size=10).astype("float32")

hidden = np.array([
    [0, 25, 61, 12, 38, 17, 0, 7, 0, 43, 44, 0, 0, 3, 0, 26, 5, 11, 115, 29],
    [88, 20, 92, 0, 0, 0, 0, 14, 35, 0, 0, 0, 0, 0, 6, 51, 0, 57, 44, 29],
    [102, 27, 117, 10, 9, 0, 0, 44, 9, 48, 0, 0, 0, 0, 0, 25, 0, 43, 37, 1],
    [46, 3, 54, 13, 0, 0, 0, 21, 34, 20, 9, 0, 0, 0, 18, 42, 0, 98, 34, 0],
    [0, 0, 93, 0, 0, 3, 0, 74, 0, 0, 9, 27, 0, 0, 0, 40, 0, 48, 28, 39],
    [34, 35, 99, 0, 10, 0, 0, 0, 0, 17, 4, 0, 0, 0, 14, 50, 0, 93, 98, 53],
    [40, 7, 82, 22, 0, 0, 0, 78, 60, 0, 0, 0, 0, 0, 0, 0, 0, 33, 46, 3],
], "float32")
outputs = np.array([
    [-110, -196, 174, 53, -5, 102, -46, 90, 10, 17],
    [-188, 45, 185, 14, 33, 90, 106, -72, 155, 44],
    [-195, -34, 124, -95, 8, 146, 169, -105, 53, 141],
    [-200, -29, 201, 20, -21, 42, 105, -89, 103, 86],
    [-273, -140, 222, 114, -95, 92, 67, -44, -51, -139],
    [-254, -138, 262, 55, 32, 30, 88, -84, 73, 32],
    [-151, -86, 198, 140, -85, 209, 30, -58, 58, 13],
], "float32")
