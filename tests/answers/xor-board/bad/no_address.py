# expect: failed
# because: code, and no address
# told: There is no address of a playground here
from keras import Sequential
model = Sequential()
