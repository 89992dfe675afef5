# topic: unpacking
# says: 4 arrays
# says: x_train, x_test, y_train, y_test =
from sklearn.model_selection import train_test_split

(x_train, y_train), (x_test, y_test) = train_test_split(data, labels)  # <-


# near miss: values of the learner's own
def parts():
    return 1, 2, 3


train, test = parts()
