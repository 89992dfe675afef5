# answer: Turn by 180 degrees
