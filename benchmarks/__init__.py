"""Figures, each beside its reference in the same run. `./koblingsboks bench NAME` runs one."""
