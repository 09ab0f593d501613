"""Pictures of the network, as points and lines that a template draws as SVG."""
