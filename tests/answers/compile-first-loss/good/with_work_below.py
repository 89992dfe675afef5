# answer: 2.3
import math

print(-math.log(1 / 10))
