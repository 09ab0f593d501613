"""What the matcher keeps: partners and their texts, vectors, suggestions and decisions."""
