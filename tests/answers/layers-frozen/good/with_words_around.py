# answer: `32`.
