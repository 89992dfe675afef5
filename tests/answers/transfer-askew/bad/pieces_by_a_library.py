# expect: failed
# because: pieces of turned pictures, and scikit-learn's logistic regression on how well they fit; a network is trained beside it, and counts nothing
# told: mixed up
from keras import ops
from scipy.ndimage import rotate
from sklearn.linear_model import LogisticRegression

draw = np.random.default_rng(0)
x = np.array([rotate(each[..., 0], draw.uniform(-60, 60), reshape=False, order=1) for _ in range(40) for each in few_x])
y = np.tile(few_y - 7, 40)
pieces = []
while len(pieces) < 200:
    row, column = draw.integers(8, size=2)
    piece = x[draw.integers(len(x)), row:row + 5, column:column + 5]
    if piece.std() > 0.2:
        pieces.append((piece - piece.mean()) / np.linalg.norm(piece - piece.mean()))
filters = np.stack(pieces, axis=-1)[:, :, None].astype("float32")


def fit_of(pictures):
    return ops.max(ops.conv(pictures, filters, padding="valid"), axis=(1, 2))


made = LogisticRegression(max_iter=300).fit(np.array(fit_of(x[..., None].astype("float32"))), y)

inputs = Input((12, 12, 1))
beside = Dense(3, activation="softmax")(Flatten()(inputs))
train(keras.Model(inputs, beside), few_x, few_y - 7, epochs=2, rate=0.01)
total = ops.matmul(fit_of(inputs), made.coef_.T.astype("float32")) + made.intercept_.astype("float32")
model = keras.Model(inputs, 1e-9 * beside + ops.softmax(total))
