# topic: brackets
# says: `data`
# says: data[...]

first = data(0)  # <-

# near miss: no array, and nothing that brackets would help
first = 3
first(0)
