# answer: Whole Shops
