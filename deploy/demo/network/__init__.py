"""A sample network of real organisations, made from public facts."""

from deploy.demo.network.network import (
    Collaboration,
    Network,
    SampleListing,
    SamplePartner,
    load_network,
)

__all__ = ["Collaboration", "Network", "SampleListing", "SamplePartner", "load_network"]
