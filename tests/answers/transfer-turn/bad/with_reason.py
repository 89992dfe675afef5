# answer: small letters, since b becomes d
