"""Who did what, when and from where: added to, never changed, and chained so that it shows."""
