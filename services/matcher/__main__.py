"""python -m services.matcher"""

from services.matcher.app import create_app
from services.matcher.config import Settings
from shared.serve import serve

if __name__ == "__main__":
    serve(create_app, Settings())  # type: ignore[call-arg]  # from the environment
