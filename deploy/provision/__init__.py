"""The database as the services find it: roles, schemas, and who may sign in."""

from deploy.provision.provisioning import provision
from deploy.provision.services import DATABASE, SERVICES

__all__ = ["DATABASE", "SERVICES", "provision"]
