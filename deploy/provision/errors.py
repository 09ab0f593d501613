"""Why something could not be done to the database, in a sentence that says what to do."""


class ProvisionRefused(Exception):
    """It cannot be done."""

    def __init__(self, **facts: object) -> None:
        super().__init__(" ".join((self.__doc__ or "").format(**facts).split()))


class SettingMissing(ProvisionRefused):
    """Set the environment variable {name}."""


class RegionMissing(ProvisionRefused):
    """There is no region {region!r}; use one of {known}."""


class RegionNeeded(ProvisionRefused):
    """A coordinator decides for regions; name one or more with --region."""


class PartnerNeeded(ProvisionRefused):
    """A partner's token is for one partner; name it with --partner ID."""


class OptionOutOfPlace(ProvisionRefused):
    """{option} does not go with the role {role}; leave it out."""


class TombstoneUnreadable(ProvisionRefused):
    """Line {line} is no tombstone; give the file as it was written, erased.jsonl."""
