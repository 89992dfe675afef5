# topic: data
# says: /
# says: np.array(

pixels = [0, 128, 255]
pixels = pixels / 255  # <-

# near miss: an array would not help here
pixels = None
pixels = pixels / 255
