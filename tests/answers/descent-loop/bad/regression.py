# expect: failed
# because: a library finds the line
# told: No library is to solve it for you
from keras import Input, Sequential
from keras.layers import Dense
from sklearn.linear_model import LogisticRegression
solved = LogisticRegression(C=100).fit(points, side)
model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.set_weights([solved.coef_.reshape(2, 1), solved.intercept_])
