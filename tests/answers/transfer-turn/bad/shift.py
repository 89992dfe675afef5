# answer: shift by a pixel
