"""The figures every service exports at /metrics, told apart by the label `service`."""

from prometheus_client import Counter, Gauge, Histogram

EVENTS_HANDLED = Counter(
    "koblingsboks_events_handled_total",
    "Events acted on, by result (done, failed, dead).",
    ["service", "type", "result"],
)
EVENTS_PUBLISHED = Counter(
    "koblingsboks_events_published_total", "Events put on a stream.", ["service", "stream"]
)
EVENTS_REPUBLISHED = Counter(
    "koblingsboks_events_republished_total",
    "Events put on a stream again because nobody confirmed them.",
    ["service", "stream"],
)
OUTBOX_WAITING = Gauge("koblingsboks_outbox_waiting", "Events waiting for the broker.", ["service"])
OUTBOX_OLDEST = Gauge(
    "koblingsboks_outbox_oldest_seconds", "Age of the oldest waiting event.", ["service"]
)
DEAD_LETTERS = Gauge(
    "koblingsboks_dead_letters", "Events that wait for a person's decision.", ["service"]
)
GROUP_LAG = Gauge(
    "koblingsboks_group_lag", "Entries of a stream not read yet.", ["service", "stream"]
)
GROUP_PENDING = Gauge(
    "koblingsboks_group_pending", "Entries read and not acknowledged.", ["service", "stream"]
)
LETTERS = Counter(
    "koblingsboks_letters_total",
    "Letters by what became of them (sent, delayed, refused, unknown).",
    ["result"],
)
MAIL_RECEIVED = Counter(
    "koblingsboks_mail_received_total", "Mail that came back, by what it was.", ["result"]
)
EMBEDDING_SECONDS = Histogram(
    "koblingsboks_embedding_seconds",
    "Time to embed the texts of one event.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
