# topic: shape
# says: 3 x 3
# says: padding='same'
model = Sequential([Input((5, 5, 1)), Conv2D(2, 3), MaxPooling2D(2), Conv2D(2, 3)])  # <-

# near miss: as small, and it fits
model = Sequential([Input((5, 5, 1)), Conv2D(2, 3), MaxPooling2D(2), Conv2D(2, 3, padding="same")])
