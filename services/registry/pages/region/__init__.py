"""The pages of those who coordinate a region, under `/region`."""
