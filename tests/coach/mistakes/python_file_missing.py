# topic: file
# says: 'samples.csv'

table = np.loadtxt("samples.csv")  # <-

# near miss: to be written, and it is the folder that is missing
open("results/curve.txt", "w")
