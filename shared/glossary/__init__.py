"""What the field talks about, in bokmål, nynorsk and English."""
