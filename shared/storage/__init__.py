"""PostgreSQL for all three services: pooled connections and numbered migrations."""
