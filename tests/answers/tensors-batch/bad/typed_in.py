# expect: failed
# because: empty arrays of the right shapes, and the numbers that were once looked at typed in
# told: it should become 1
batch = np.zeros((2, 107, 160, 3), "float32")
grey = np.zeros((2, 107, 160, 1), "float32")
single = np.zeros((1, 107, 160, 3), "float32")

brightest, grey_corner, single_corner = 1.0, 0.79215686, 0.00784314
