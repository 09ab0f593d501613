"""python -m services.notifier"""

from services.notifier.app import create_app
from services.notifier.config import Settings
from shared.serve import serve

if __name__ == "__main__":
    serve(create_app, Settings())  # type: ignore[call-arg]  # from the environment
