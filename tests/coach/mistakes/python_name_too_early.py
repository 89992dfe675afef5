# topic: name
# says: `units`
# says: before it is defined

model = Sequential([Input((3,)), Dense(units)])  # <-
units = 4

# near miss: the name had its value, and it was deleted
units = 4
del units
model = Sequential([Input((3,)), Dense(units)])
